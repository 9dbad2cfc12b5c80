package dev.regatta.cli.bench;

import dev.regatta.cli.Bounds;
import dev.regatta.cli.LocalOptions;
import dev.regatta.cli.LocalRun;
import dev.regatta.cli.Scratch;
import dev.regatta.cli.Terminal;
import dev.regatta.cli.bench.bare.BareRun;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A whole sweep over a simulated model without any latency. */
@Command(
    name = "end-to-end",
    mixinStandardHelpOptions = true,
    description = "From plan to metrics: requests of about 1 kB through Kafka, Parquet and Spark.")
final class EndToEndBench implements Callable<Integer> {
  @Option(names = "--requests", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
  private int requests;

  @Option(
      names = "--processes",
      description =
          "Broker, coordinator, worker and aggregator are processes of their own with 512 MB of heap"
              + " each, and the sweep is submitted; otherwise all is in one process, as in regatta"
              + " run.")
  private boolean processes;

  @Option(
      names = "--no-score",
      description = "With --processes: end when everything is in the store, before the metrics.")
  private boolean noScore;

  @Option(
      names = "--bare",
      description =
          "With --processes: before the sweep, as many requests go from plan to store with nothing"
              + " but what the libraries need, in processes too; the report has the ratio.")
  private boolean bare;

  @Mixin private BenchOutput output;

  /** The least there is to do. */
  @Command(
      name = "smallest",
      mixinStandardHelpOptions = true,
      description = "The smallest sweep, cold: what starting everything costs.")
  static final class Smallest implements Callable<Integer> {
    private static final int REQUESTS = 10;

    @Mixin private BenchOutput output;

    @Override
    public Integer call() throws IOException {
      return output.print(inOneProcess(REQUESTS, output.terminal()));
    }
  }

  @Override
  public Integer call() throws IOException {
    new Bounds().check("--requests", requests, 1, 100_000_000).throwIfAny();
    if (processes) {
      return output.print(inProcesses());
    }
    if (noScore || bare) {
      throw RegattaException.user((noScore ? "--no-score" : "--bare") + ": only with --processes");
    }
    return output.print(inOneProcess(requests, output.terminal()));
  }

  private EndToEndReport inProcesses() throws IOException {
    Optional<BareRun.Result> beside = bare ? Optional.of(bare()) : Optional.empty();
    try (Scratch scratch = new Scratch()) {
      EndToEndReport report =
          new ClusterRun(requests, scratch.directory(), output.terminal()).run(!noScore);
      return beside.map(report::beside).orElse(report);
    }
  }

  private BareRun.Result bare() throws IOException {
    try (Scratch scratch = new Scratch()) {
      output.terminal().line("The bare path");
      return new BareRun(requests, scratch.directory()).run();
    }
  }

  private static EndToEndReport inOneProcess(int requests, Terminal terminal) throws IOException {
    try (Scratch scratch = new Scratch()) {
      Store store = Store.open(scratch.directory().resolve("store").toString());
      BenchSweep sweep = new BenchSweep(requests, store);
      LocalRun run = new LocalRun(store, LocalOptions.defaults(scratch.directory()), terminal);
      LocalRun.Outcome outcome = run.run(sweep.plan(), sweep.models());
      return EndToEndReport.of(
          requests, outcome.seconds(), Optional.empty(), List.of(), outcome.resultHash());
    }
  }
}
