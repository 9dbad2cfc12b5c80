package dev.regatta.cli;

import dev.regatta.coordinator.api.Views;
import dev.regatta.coordinator.api.WorkerView;
import dev.regatta.protocol.Json;
import java.util.List;
import java.util.concurrent.Callable;
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
    TextTable queues = new TextTable("queue", "queued", "in flight", "workers");
    for (Views.Queue queue : report.queues()) {
      queues.row(queue.model(), Format.count(queue.queued()), queue.inFlight(), queue.workers());
    }
    System.out.print(WorkerViews.table(report.workers()));
    System.out.println();
    System.out.print(queues);
    System.out.print(WorkerViews.refusals(report.workers()));
  }
}
