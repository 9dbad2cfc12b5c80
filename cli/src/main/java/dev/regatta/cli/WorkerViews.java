package dev.regatta.cli;

import dev.regatta.coordinator.api.WorkerView;
import dev.regatta.protocol.WorkerDetails;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Workers as text: what they do, what they can do, and what they refuse with the reason. */
final class WorkerViews {
  private WorkerViews() {}

  static TextTable table(List<WorkerView> workers) {
    TextTable table =
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
    for (WorkerView worker : workers) {
      WorkerDetails details = worker.details();
      table.row(
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
    return table;
  }

  /** A line for each kind of request that a worker's engine is not up to. */
  static String refusals(List<WorkerView> workers) {
    StringBuilder lines = new StringBuilder();
    for (WorkerView worker : workers) {
      worker
          .details()
          .refused()
          .forEach(
              (what, why) -> lines.append("%s refuses %s: %s%n".formatted(worker.id(), what, why)));
    }
    return lines.toString();
  }

  /** Unknown while the engine starts. */
  private static String version(WorkerDetails details) {
    return details.runtimeVersion() == null ? "" : " " + details.runtimeVersion();
  }

  private static String state(WorkerView worker) {
    String state = worker.lost() ? "lost" : worker.state().name().toLowerCase(Locale.ROOT);
    return worker.message() == null ? state : state + ": " + worker.message();
  }
}
