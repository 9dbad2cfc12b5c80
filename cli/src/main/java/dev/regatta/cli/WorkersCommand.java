package dev.regatta.cli;

import dev.regatta.coordinator.api.Views;
import dev.regatta.coordinator.api.WorkerView;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.WorkerDetails;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the workers of a cluster and how full their queues are. */
@Command(
    name = "workers",
    mixinStandardHelpOptions = true,
    description =
        "Shows the workers of a cluster, what they can do, and the queues of their models.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta workers --server http://localhost:8090",
      "  regatta workers --server http://localhost:8090 --json"
    })
final class WorkersCommand implements Callable<Integer> {
  @Mixin private ServerOptions server;

  @Option(names = "--json", description = "Print workers and queues as JSON.")
  private boolean json;

  /** What {@code --json} prints. */
  record Report(List<WorkerView> workers, List<Views.Queue> queues) {}

  @Override
  public Integer call() {
    ApiClient client = server.client();
    Report report = new Report(client.workers().workers(), client.queues().queues());
    if (json) {
      System.out.println(Json.text(report));
    } else {
      print(report);
    }
    return ExitCode.OK;
  }

  private static void print(Report report) {
    TextTable workers =
        new TextTable(
            "worker",
            "state",
            "model",
            "runtime",
            "answers",
            "window",
            "in flight",
            "answered",
            "quarantined");
    for (WorkerView worker : report.workers()) {
      WorkerDetails details = worker.details();
      workers.row(
          worker.id(),
          state(worker),
          details.model(),
          details.runtime() + version(details),
          details.kinds().stream()
              .map(kind -> kind.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(" ")),
          details.window() == null ? "-" : Format.count(details.window()),
          details.inFlight() + " of " + details.concurrency(),
          Format.count(details.answered()),
          Format.count(details.quarantined()));
    }
    TextTable queues = new TextTable("queue", "queued", "in flight", "workers");
    for (Views.Queue queue : report.queues()) {
      queues.row(queue.model(), Format.count(queue.queued()), queue.inFlight(), queue.workers());
    }
    System.out.print(workers);
    System.out.println();
    System.out.print(queues);
    report.workers().forEach(WorkersCommand::printRefusals);
  }

  /** Unknown while the engine starts. */
  private static String version(WorkerDetails details) {
    return details.runtimeVersion() == null ? "" : " " + details.runtimeVersion();
  }

  private static String state(WorkerView worker) {
    String state = worker.lost() ? "lost" : worker.state().name().toLowerCase(Locale.ROOT);
    return worker.message() == null ? state : state + ": " + worker.message();
  }

  private static void printRefusals(WorkerView worker) {
    worker
        .details()
        .refused()
        .forEach((what, why) -> System.out.println(worker.id() + " refuses " + what + ": " + why));
  }
}
