package dev.regatta.cli.bench;

import dev.regatta.cli.Format;
import dev.regatta.cli.Stages;
import dev.regatta.cli.Terminal;
import dev.regatta.cli.bench.EndToEndReport.Sample;
import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.api.SweepView.ModelView;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.SweepStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sweep from its submission to its scores on services that have just been started. Stages are
 * told apart by what the coordinator says of the sweep; the first one begins when the sweep is
 * accepted.
 */
final class ClusterRun {
  private static final int SAMPLES = 10;
  private static final String PLAN = "plan";

  private final int requests;
  private final Path directory;
  private final Terminal terminal;
  private final List<Sample> samples = new ArrayList<>();
  private Stages stages;
  private String stage = PLAN;

  ClusterRun(int requests, Path directory, Terminal terminal) {
    this.requests = requests;
    this.directory = directory;
    this.terminal = terminal;
  }

  /**
   * @param score whether to wait for the scores
   */
  EndToEndReport run(boolean score) throws IOException {
    BenchSubmission submission = new BenchSubmission(requests, directory.resolve("sweep"));
    try (ServiceProcesses services = new ServiceProcesses(directory, Map.of())) {
      terminal.line("Starting broker, coordinator, worker and aggregator");
      services.start();
      String id = submission.submit(services.api()).id();
      stages = new Stages(System::nanoTime);
      Poll.until(() -> seen(services, id, score ? SweepStatus.SCORED : SweepStatus.LANDED));
      stages.end(stage);
      stages.split(PLAN, "publish", services.metric("regatta_publishing_seconds_total"));
      SweepView last = services.api().find(Optional.of(id));
      return EndToEndReport.of(
          requests, stages.seconds(), Optional.of(services), samples, last.resultHash());
    }
  }

  private boolean seen(ServiceProcesses services, String id, SweepStatus end) {
    services.requireAlive();
    SweepView sweep = services.api().find(Optional.of(id));
    if (sweep.state() == SweepStatus.FAILED) {
      throw RegattaException.internal("The sweep failed: " + sweep.reason(), null);
    }
    enter(stage(sweep));
    long completed = sweep.models().stream().mapToLong(ModelView::completed).sum();
    terminal.status(
        List.of(sweep.state() + ", " + Format.count(completed) + " of " + Format.count(requests)));
    if (completed * SAMPLES >= (samples.size() + 1L) * requests) {
      samples.add(new Sample(completed, services.resident()));
    }
    // Scored may follow on landed between two looks.
    return sweep.state() == end || sweep.state() == SweepStatus.SCORED;
  }

  private void enter(String next) {
    if (!next.equals(stage)) {
      stages.end(stage);
      stage = next;
    }
  }

  private static String stage(SweepView sweep) {
    if (sweep.state() == SweepStatus.LANDED || sweep.state() == SweepStatus.SCORED) {
      return "score";
    }
    boolean planned =
        !sweep.models().isEmpty() && sweep.models().stream().allMatch(ModelView::planComplete);
    if (!planned) {
      return PLAN;
    }
    return sweep.models().stream().anyMatch(model -> model.open() > 0) ? "work" : "land";
  }
}
