package dev.regatta.cli;

import dev.regatta.cli.chaos.Deed;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills services and shows that nothing is lost. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a cluster of its own in a scratch directory (broker, coordinators,"
          + " aggregators, workers of the simulated model), submits a sweep, kills, suspends and"
          + " restarts services at random, and compares ledger, answers and scores with those of"
          + " an undisturbed run."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta chaos --seed 7",
      "  regatta chaos --seed 7 --minutes 10 --coordinators 2 --aggregators 2 --workers 4 --json",
      "",
      "Exit codes: 0 all is equal, 1 something is not, or a service does not start; 2 wrong input."
    })
final class ChaosCommand implements Callable<Integer> {
  /** Part of the time for which the workers have work: they are away at times. */
  private static final double BUSY = 0.6;

  private static final int LEAST_REQUESTS = 500;

  @Option(
      names = "--seed",
      required = true,
      description = "Decides what is done to which service, and when.")
  private long seed;

  @Option(
      names = "--minutes",
      defaultValue = "1",
      description = "For how long services are killed. Default 1.")
  private int minutes;

  @Option(
      names = "--requests",
      description = "Requests of the sweep; what keeps the workers busy where absent.")
  private Optional<Integer> requests;

  @Option(names = "--coordinators", defaultValue = "1", description = "Default 1.")
  private int coordinators;

  @Option(names = "--aggregators", defaultValue = "1", description = "Default 1.")
  private int aggregators;

  @Option(names = "--workers", defaultValue = "2", description = "Default 2.")
  private int workers;

  @Option(
      names = "--millis",
      defaultValue = "100",
      description = "Milliseconds that each request takes. Default 100.")
  private int millis;

  @Option(
      names = "--slots",
      defaultValue = "8",
      description = "Requests that a worker serves at once. Default 8.")
  private int slots;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where everything is kept, logs too; a new directory that goes away if absent.")
  private Optional<Path> directory;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    new Bounds()
        .check("--minutes", minutes, 0, 24 * 60)
        .check("--requests", requests.orElse(1), 1, 10_000_000)
        .check("--coordinators", coordinators, 1, 8)
        .check("--aggregators", aggregators, 1, 8)
        .check("--workers", workers, 1, 64)
        .check("--millis", millis, 1, 60_000)
        .check("--slots", slots, 1, 10_000)
        .throwIfAny();
    if (directory.isPresent()) {
      return run(Files.createDirectories(directory.get()));
    }
    try (Scratch scratch = new Scratch()) {
      return run(scratch.directory());
    }
  }

  private int run(Path where) throws IOException {
    ChaosRun.Options options =
        new ChaosRun.Options(
            seed,
            Duration.ofMinutes(minutes),
            requests.orElseGet(this::busy),
            coordinators,
            aggregators,
            workers,
            millis,
            slots,
            Duration.ofMinutes(10L + 2L * minutes));
    ChaosRun.Report report = new ChaosRun(options, where, Terminal.system(json)).run();
    System.out.print(json ? Json.text(report) + "\n" : text(report));
    return report.violations().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private int busy() {
    double perSecond = 1000.0 * slots * workers / millis;
    return (int) Math.min(1_000_000, Math.max(LEAST_REQUESTS, BUSY * 60 * minutes * perSecond));
  }

  private static String text(ChaosRun.Report report) {
    TextTable deeds = new TextTable("done to services", "times");
    for (Map.Entry<Deed.Kind, Integer> deed : report.deeds().entrySet()) {
      deeds.row(deed.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '), deed.getValue());
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "Seed %d, sweep %s: %s after %.0f s%n%n"
            .formatted(
                report.seed(),
                report.sweep(),
                report.state().name().toLowerCase(Locale.ROOT),
                report.seconds()));
    text.append(deeds).append(System.lineSeparator());
    text.append(
        "%s planned = %s completed + %s quarantined; %s answered again (%.2f%%); answers and scores %s those of the undisturbed run%n"
            .formatted(
                Format.count(report.planned()),
                Format.count(report.completed()),
                Format.count(report.quarantined()),
                Format.count(report.answeredAgain()),
                report.answeredAgainPercent(),
                report.equal() ? "equal" : "do not equal"));
    report.ended().forEach(each -> text.append("Ended by itself: %s%n".formatted(each)));
    report.violations().forEach(each -> text.append("VIOLATION: %s%n".formatted(each)));
    return text.toString();
  }
}
