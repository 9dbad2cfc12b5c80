package dev.regatta.cli.bench;

import dev.regatta.cli.Bounds;
import dev.regatta.cli.Format;
import dev.regatta.cli.Scratch;
import dev.regatta.cli.Terminal;
import dev.regatta.cli.TextTable;
import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.api.SweepView.ModelView;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.SweepStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A sweep whose services are all killed half-way and started again. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description =
        "Kills broker, coordinator, worker and aggregator when half of a sweep is answered, starts"
            + " them again, and measures when the first request is answered that was not before.")
final class ResumeBench implements Callable<Integer> {
  @Option(
      names = "--requests",
      defaultValue = "1000000",
      description = "Default: ${DEFAULT-VALUE}.")
  private int requests;

  @Mixin private BenchOutput output;

  /**
   * What was measured. Seconds count from the start of the first process after the kill.
   *
   * @param answeredBefore requests that had an answer when everything was killed
   * @param firstPublishedSeconds until the first request was put on the queue again; null where all
   *     of them still were there
   * @param firstNewAnswerSeconds until the first answer to a request that had none; null where all
   *     were answered before the kill
   * @param scoredSeconds until the sweep was scored
   * @param publishedTwice records on the queue beyond one a request
   * @param answeredTwice completions beyond one a request: what was in flight at the kill
   */
  record Report(
      int requests,
      long answeredBefore,
      Double firstPublishedSeconds,
      Double firstNewAnswerSeconds,
      double scoredSeconds,
      long publishedTwice,
      long answeredTwice,
      String resultHash)
      implements BenchReport {

    @Override
    public String text() {
      TextTable table = new TextTable("after the kill at", Format.count(answeredBefore));
      table.row("first request published", seconds(firstPublishedSeconds, "all were queued"));
      table.row("first new answer", seconds(firstNewAnswerSeconds, "all were answered"));
      table.row("scored", seconds(scoredSeconds, ""));
      table.row("published twice", Format.count(publishedTwice));
      table.row("answered twice", Format.count(answeredTwice));
      return String.format("%s requests%n%s", Format.count(requests), table);
    }

    private static String seconds(Double seconds, String otherwise) {
      return seconds == null ? otherwise : String.format("%.1f s", seconds);
    }
  }

  @Override
  public Integer call() throws IOException {
    new Bounds().check("--requests", requests, 100, 100_000_000).throwIfAny();
    try (Scratch scratch = new Scratch()) {
      return output.print(measure(scratch.directory(), output.terminal()));
    }
  }

  private Report measure(Path directory, Terminal terminal) throws IOException {
    BenchSubmission submission = new BenchSubmission(requests, directory.resolve("sweep"));
    try (ServiceProcesses services = new ServiceProcesses(directory, Map.of())) {
      terminal.line("Starting the services and answering half of the sweep");
      services.start();
      String id = submission.submit(services.api()).id();
      Poll.until(() -> completed(sweep(services, id)) >= requests / 2);
      terminal.line("Killing the services and starting them again");
      services.close();
      long start = System.currentTimeMillis();
      services.start();
      Poll.until(() -> sweep(services, id).state() == SweepStatus.SCORED);
      double scored = (System.currentTimeMillis() - start) / 1e3;
      TopicHistory history =
          TopicHistory.read(services.bootstrapServers(), BenchSweep.MODEL, start);
      return new Report(
          requests,
          history.answeredBefore(),
          seconds(history.firstPublished(), start).orElse(null),
          seconds(history.firstNewAnswer(), start).orElse(null),
          scored,
          history.published() - requests,
          history.answers() - requests,
          sweep(services, id).resultHash());
    }
  }

  private static Optional<Double> seconds(Optional<Long> millis, long start) {
    return millis.map(time -> (time - start) / 1e3);
  }

  private static SweepView sweep(ServiceProcesses services, String id) {
    services.requireAlive();
    SweepView sweep = services.api().find(Optional.of(id));
    if (sweep.state() == SweepStatus.FAILED) {
      throw RegattaException.internal("The sweep failed: " + sweep.reason(), null);
    }
    return sweep;
  }

  private static long completed(SweepView sweep) {
    return sweep.models().stream().mapToLong(ModelView::completed).sum();
  }
}
