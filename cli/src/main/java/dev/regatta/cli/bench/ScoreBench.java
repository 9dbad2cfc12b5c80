package dev.regatta.cli.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.regatta.aggregator.job.ScoreJob;
import dev.regatta.aggregator.job.ScoreResult;
import dev.regatta.aggregator.job.SparkSessions;
import dev.regatta.cli.Bounds;
import dev.regatta.cli.ExitCode;
import dev.regatta.cli.Format;
import dev.regatta.cli.Scratch;
import dev.regatta.cli.Terminal;
import dev.regatta.cli.cluster.JavaCommand;
import dev.regatta.cli.cluster.JavaProcess;
import dev.regatta.protocol.Json;
import dev.regatta.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The metrics job over a store of any size. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description =
        "The metrics job with its intervals: in a virtual machine that has just started, and again"
            + " in the same one.")
final class ScoreBench implements Callable<Integer> {
  /** The cold one, and warm ones of which the fastest counts. */
  private static final int RUNS = 4;

  @Option(
      names = "--requests",
      defaultValue = "1000000",
      description = "Default: ${DEFAULT-VALUE}.")
  private int requests;

  @Option(
      names = "--method",
      defaultValue = "generation",
      description = "How it was asked: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private BenchMethod method;

  @Mixin private BenchOutput output;

  /**
   * What was measured.
   *
   * @param coldSeconds from the start of the virtual machine to the first scores
   * @param warmSeconds of the fastest of the jobs after the first
   * @param runSeconds of every job
   */
  record Report(
      int requests,
      String method,
      double coldSeconds,
      double warmSeconds,
      List<Double> runSeconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) Long peakResidentBytes,
      String resultHash)
      implements BenchReport {

    @Override
    public String text() {
      return String.format(
          "%s completions: cold %.1f s since the start of the JVM, warm %.1f s (peak memory %s)%n",
          Format.count(requests),
          coldSeconds,
          warmSeconds,
          peakResidentBytes == null ? "unknown" : Format.bytes(peakResidentBytes));
    }
  }

  @Override
  public Integer call() throws IOException {
    new Bounds().check("--requests", requests, 1, 100_000_000).throwIfAny();
    Terminal terminal = output.terminal();
    try (Scratch scratch = new Scratch()) {
      Store store = Store.open(scratch.directory().resolve("store").toString());
      terminal.line("Making a store of " + Format.count(requests) + " completions");
      String sweep = new BenchStore(requests, store, method).write();
      terminal.line("Scoring it");
      try (JavaProcess process =
          JavaProcess.start(
              JavaCommand.SMALL.regatta(List.of("bench", "score-runs", store.location(), sweep)),
              scratch.directory().resolve("score.log"))) {
        Runs.Report runs = Json.read(process.line(), Runs.Report.class);
        List<Double> later = runs.seconds().subList(1, runs.seconds().size());
        return output.print(
            new Report(
                requests,
                method.toString(),
                runs.coldSeconds(),
                later.stream().mapToDouble(s -> s).min().orElseThrow(),
                runs.seconds(),
                process.peakResident().orElse(null),
                runs.resultHash()));
      }
    }
  }

  /** The part in a virtual machine of its own, which ends with its input. */
  @Command(name = "score-runs", hidden = true)
  static final class Runs implements Callable<Integer> {
    @Parameters(index = "0")
    private String store;

    @Parameters(index = "1")
    private String sweep;

    /**
     * What is told to the other one.
     *
     * @param coldSeconds since the start of the virtual machine
     * @param seconds of each job
     */
    record Report(double coldSeconds, List<Double> seconds, String resultHash) {}

    @Override
    public Integer call() throws IOException {
      SparkSession spark = SparkSessions.local(2);
      ScoreResult result = new ScoreJob(spark).run(store, sweep);
      double cold = EndToEndReport.sinceStart();
      List<Double> seconds = new ArrayList<>(List.of(result.seconds()));
      while (seconds.size() < RUNS) {
        seconds.add(new ScoreJob(spark).run(store, sweep).seconds());
      }
      System.out.println(Json.text(new Report(cold, seconds, result.hash())));
      System.out.flush();
      System.in.read();
      return ExitCode.OK;
    }
  }
}
