package dev.regatta.cli;

import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.job.Absence;
import dev.regatta.aggregator.report.Leaderboard;
import dev.regatta.aggregator.report.LeaderboardReader;
import dev.regatta.coordinator.execution.SweepState;
import dev.regatta.protocol.Json;
import dev.regatta.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a sweep on this machine, from its file to its leaderboard. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Runs a sweep on this machine: embedded broker, one worker process per model, Spark in this"
            + " process. Run again, it goes on where it stopped; what was answered is not asked"
            + " again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta run examples/quickstart.yaml",
      "  regatta run my-sweep.yaml --store /data/results --json",
      "  regatta run --run-entries lite.conf --suite lite --max-eval-instances 1000 --data helm"
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private StoreOption storeOption;
  @Mixin private SweepOptions sweepOptions;
  @Mixin private ScoringOptions scoring;

  @Option(
      names = "--workers",
      defaultValue = "1",
      description = "Workers per model. Default: 1. Scores do not depend on it.")
  private int workers;

  @Option(
      names = "--lanes",
      defaultValue = "0",
      description =
          "Lanes per worker: consumers that take requests side by side. Default: 0, which fits them"
              + " to the engine's slots.")
  private int lanes;

  @Option(
      names = "--partitions",
      defaultValue = "4",
      description = "Partitions of each model's queue. Default: 4.")
  private int partitions;

  @Option(names = "--json", description = "Print the outcome and the leaderboard as JSON.")
  private boolean json;

  /** What {@code --json} prints. */
  record Report(
      String sweep,
      String store,
      SweepState state,
      Map<String, Integer> requestsSent,
      Map<String, Double> seconds,
      String resultHash,
      List<Absence> absent,
      Leaderboard leaderboard) {}

  @Override
  public Integer call() throws IOException {
    new Bounds()
        .check("--workers", workers, 1, 64)
        .check("--lanes", lanes, 0, 64)
        .check("--partitions", partitions, 1, 256)
        .throwIfAny();
    Terminal terminal = Terminal.system(json);
    Store store = storeOption.open();
    LoadedSweep loaded = sweepOptions.load(store, terminal);
    loaded.checkBudget();
    Annotators annotators = scoring.annotators();
    ScoringOptions.check(loaded.runs(), annotators);
    try (Scratch scratch = new Scratch()) {
      LocalOptions options =
          new LocalOptions(
              workers, lanes, partitions, scratch.directory(), logs(store), Duration.ofSeconds(30));
      LocalRun.Outcome outcome =
          new LocalRun(store, options, annotators, terminal).run(loaded.plan(), loaded.models());
      return report(loaded, store, outcome);
    }
  }

  /** Beside the results they belong to; a store elsewhere leaves them in this directory. */
  private static Path logs(Store store) throws IOException {
    Path logs = store.local() ? Path.of(store.location(), "logs") : Path.of("regatta-logs");
    return Files.createDirectories(logs);
  }

  private int report(LoadedSweep loaded, Store store, LocalRun.Outcome outcome) {
    String sweep = loaded.plan().sweep();
    boolean finished = outcome.state() == SweepState.LANDED;
    Leaderboard leaderboard = finished ? new LeaderboardReader(store).read(sweep) : null;
    if (json) {
      System.out.println(
          Json.text(
              new Report(
                  sweep,
                  store.location(),
                  outcome.state(),
                  outcome.sent(),
                  outcome.seconds(),
                  outcome.resultHash(),
                  outcome.absent(),
                  leaderboard)));
    } else {
      System.out.println(
          "Sweep "
              + sweep
              + ": "
              + Format.count(outcome.sentInAll())
              + " requests sent"
              + (finished ? "" : "; stopped before the end, run the same command to go on"));
      if (finished) {
        System.out.println();
        System.out.print(LeaderboardView.render(leaderboard));
        System.out.print(givenUp(leaderboard));
        System.out.print(ScoringOptions.text(outcome.absent()));
        System.out.print(next(store, sweep));
      }
    }
    return finished ? ExitCode.OK : ExitCode.INTERRUPTED;
  }

  private static String givenUp(Leaderboard leaderboard) {
    long quarantined = leaderboard.rows().stream().mapToLong(Leaderboard.Row::quarantined).sum();
    return quarantined == 0
        ? ""
        : String.format(
            "%n%s of the answers are missing, since their requests were given up: the table quarantine"
                + " has the reasons, --retry-quarantined sends them again.%n",
            Format.count(quarantined));
  }

  private static String next(Store store, String sweep) {
    String at = store.location();
    return String.join(
        System.lineSeparator(),
        "",
        "Results are Parquet files in " + at + ". Try next:",
        "  ./regatta query --store "
            + at
            + " \"SELECT run, split, sub_split, n, mean, ci_low, ci_high FROM stats"
            + " JOIN runs USING (sweep, run) WHERE metric = main_metric AND perturbation IS NULL\"",
        "  ./regatta query --store "
            + at
            + " \"SELECT prompt, outputs[1].text FROM requests JOIN"
            + " completions USING (request_id) LIMIT 3\"",
        "  ./regatta results --store " + at + " " + sweep + " --json",
        "");
  }
}
