package dev.regatta.cli.bench;

import dev.regatta.cli.TextTable;
import dev.regatta.cli.bench.scaling.ScalingPlot;
import dev.regatta.cli.bench.scaling.ScalingStudy;
import dev.regatta.cli.bench.scaling.ScalingStudy.Result;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The rule that scales pools, compared with KEDA's in a simulation. */
@Command(
    name = "scaling",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates a cluster under the coordinator's scaling rule and under KEDA's Kafka"
          + " scaler, with the same requests; docs/scaling.md has the rules.",
      "Takes some seconds, and always comes to the same."
    })
final class ScalingBench implements Callable<Integer> {
  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Write the GPUs over time as an SVG picture.")
  private Optional<Path> plot;

  @Option(
      names = "--load",
      paramLabel = "NAME",
      description = "Only this load; may be given again. By default all.")
  private List<String> loads = List.of();

  @Mixin private BenchOutput output;

  /**
   * What came of it.
   *
   * @param loads what each is, by name
   */
  record Report(Map<String, String> loads, List<Result> results) implements BenchReport {
    @Override
    public String text() {
      TextTable table =
          new TextTable(
              "load",
              "rule",
              "done after",
              "mean answer",
              "GPU-hours",
              "wasted",
              "starting",
              "idle",
              "redone");
      for (Result result : results) {
        table.row(
            result.load(),
            result.rule(),
            result.finishMinutes().entrySet().stream()
                .map(pool -> minutes(pool.getKey(), pool.getValue(), result))
                .collect(Collectors.joining(", ")),
            minutes(result.meanMinutes()),
            hours(result.gpuHours()),
            hours(result.wastedHours()),
            hours(result.startingHours()),
            hours(result.idleHours()),
            hours(result.redoneHours()));
      }
      StringBuilder text = new StringBuilder(table.toString());
      loads.forEach((name, what) -> text.append(name).append(": ").append(what).append('\n'));
      return text.toString().stripTrailing();
    }

    private static String minutes(String pool, double minutes, Result result) {
      String text = minutes(minutes);
      return result.finishMinutes().size() == 1 ? text : pool + " " + text;
    }

    private static String minutes(double minutes) {
      return String.format(Locale.ROOT, "%.0f min", minutes);
    }

    private static String hours(double hours) {
      return String.format(Locale.ROOT, "%.2f", hours);
    }
  }

  @Override
  public Integer call() {
    Map<String, String> known = ScalingStudy.loads();
    if (!known.keySet().containsAll(loads)) {
      throw RegattaException.user(
          "--load: " + loads + " (expected: any of " + known.keySet() + ")");
    }
    List<Result> results = ScalingStudy.run(loads);
    known.keySet().retainAll(results.stream().map(Result::load).toList());
    plot.ifPresent(file -> write(file, ScalingPlot.svg(results)));
    return output.print(new Report(known, results));
  }

  private static void write(Path file, String svg) {
    try {
      Files.writeString(file, svg);
    } catch (IOException e) {
      throw RegattaException.user("--plot: cannot write " + file + ": " + e.getMessage());
    }
  }
}
