package dev.regatta.cli.bench;

import dev.regatta.cli.Bounds;
import dev.regatta.cli.Format;
import dev.regatta.cli.LocalOptions;
import dev.regatta.cli.LocalRun;
import dev.regatta.cli.Scratch;
import dev.regatta.cli.TextTable;
import dev.regatta.coordinator.plan.SweepPlan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same sweep with more and more workers. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description =
        "The same sweep with 1, 2, 4 and 8 workers over simulated engines that take their time:"
            + " speed-up, and whether the results are the same.")
final class ScaleBench implements Callable<Integer> {
  @Option(
      names = "--workers",
      split = ",",
      defaultValue = "1,2,4,8",
      description =
          "How many, one after the other; the first is what the last is compared with."
              + " Default: ${DEFAULT-VALUE}.")
  private List<Integer> workers;

  @Option(names = "--slots", defaultValue = "32", description = "Of an engine. Default: 32.")
  private int slots;

  @Option(
      names = "--millis",
      defaultValue = "50",
      description = "Milliseconds that each request takes. Default: 50.")
  private int millis;

  @Option(names = "--requests", defaultValue = "40000", description = "Default: 40000.")
  private int requests;

  @Mixin private BenchOutput output;

  /**
   * What was measured.
   *
   * @param possiblePerSecond of one engine
   * @param speedUp of the last run over the first
   */
  record Report(
      int requests,
      int slots,
      int millis,
      double possiblePerSecond,
      List<Run> runs,
      double speedUp,
      boolean sameResults)
      implements BenchReport {

    @Override
    public String text() {
      TextTable table = new TextTable("workers", "requests", "of what is possible", "speed-up");
      for (Run run : runs) {
        table.row(
            run.workers(),
            Format.rate(run.requestsPerSecond()),
            String.format(
                "%.1f%%", 100 * run.requestsPerSecond() / run.workers() / possiblePerSecond),
            String.format("%.2f", run.requestsPerSecond() / runs.get(0).requestsPerSecond()));
      }
      return String.format(
          "%s requests on engines of %d slots of %d ms; the results are %s%n%s",
          Format.count(requests), slots, millis, sameResults ? "the same" : "NOT the same", table);
    }
  }

  /**
   * One sweep.
   *
   * @param requestsPerSecond in its middle, from a tenth of the answers to nine tenths
   */
  record Run(int workers, double requestsPerSecond, String resultHash) {}

  @Override
  public Integer call() throws IOException {
    new Bounds()
        .check("--slots", slots, 1, 10_000)
        .check("--millis", millis, 1, 60_000)
        .check("--requests", requests, 20, 100_000_000)
        .throwIfAny();
    workers.forEach(count -> new Bounds().check("--workers", count, 1, 64).throwIfAny());
    List<Run> runs = new ArrayList<>();
    for (int count : workers) {
      runs.add(run(count));
    }
    double speedUp =
        runs.get(runs.size() - 1).requestsPerSecond() / runs.get(0).requestsPerSecond();
    boolean same = runs.stream().map(Run::resultHash).distinct().count() == 1;
    return output.print(
        new Report(requests, slots, millis, 1e3 * slots / millis, runs, speedUp, same));
  }

  private Run run(int count) throws IOException {
    output.terminal().line(count + (count == 1 ? " worker" : " workers"));
    try (Scratch scratch = new Scratch()) {
      Store store = Store.open(scratch.directory().resolve("store").toString());
      BenchSweep sweep =
          new BenchSweep(
              requests,
              store,
              Map.of(
                  "slots", Integer.toString(slots), "service_time_ms", Integer.toString(millis)));
      LocalOptions options =
          new LocalOptions(
              count, 4, 8, scratch.directory(), scratch.directory(), Duration.ofSeconds(30));
      SweepPlan plan = sweep.plan();
      LocalRun.Outcome outcome =
          new LocalRun(store, options, output.terminal()).run(plan, sweep.models());
      return new Run(count, rate(store), outcome.resultHash());
    }
  }

  /** From when the answers were complete, by the workers' clock. */
  private double rate(Store store) {
    LongStream.Builder micros = LongStream.builder();
    try (TableReader rows =
        store.read(
            Tables.COMPLETIONS, List.of("completed_at"), Map.of("model", BenchSweep.MODEL))) {
      rows.forEach(row -> micros.add((Long) row[0]));
    }
    long[] sorted = micros.build().sorted().toArray();
    int from = sorted.length / 10;
    int to = sorted.length * 9 / 10;
    if (sorted[to] == sorted[from]) {
      throw RegattaException.user("--requests: " + requests + " are too few to tell a rate");
    }
    return 1e6 * (to - from) / (sorted[to] - sorted[from]);
  }
}
