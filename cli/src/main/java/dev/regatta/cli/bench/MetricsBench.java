package dev.regatta.cli.bench;

import dev.regatta.cli.Bounds;
import dev.regatta.cli.Format;
import dev.regatta.cli.TextTable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What each metric costs. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    description =
        "Pairs of gold and prediction per second that each metric scores on one core, the slowest"
            + " first; the statistics that every request has are always computed beside it.")
final class MetricsBench implements Callable<Integer> {
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "JSON lines with two texts each; generated ones without it.")
  private Path data;

  @Option(
      names = "--gold",
      paramLabel = "FIELD",
      defaultValue = "gold",
      description = "Name of the correct text in the data. Default: ${DEFAULT-VALUE}.")
  private String gold;

  @Option(
      names = "--prediction",
      paramLabel = "FIELD",
      defaultValue = "pred",
      description = "Name of the model's text in the data. Default: ${DEFAULT-VALUE}.")
  private String prediction;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      split = ",",
      description = "Only these; all that need no files of their own without it.")
  private List<String> metrics = MetricSample.metrics();

  @Option(
      names = "--millis",
      defaultValue = "1000",
      description =
          "How long each metric runs to get warm, and again to be measured. Default:"
              + " ${DEFAULT-VALUE}.")
  private int millis;

  @Mixin private BenchOutput output;

  /** The speed of a metric. */
  record Rate(String metric, double pairsPerSecond) {}

  /**
   * What was measured.
   *
   * @param meanCharacters of a pair, both texts together
   * @param metrics slowest first; seconds are those of a processor
   */
  record Report(int pairs, double meanCharacters, List<Rate> metrics) implements BenchReport {

    @Override
    public String text() {
      TextTable table = new TextTable("metric", "pairs/s");
      metrics.forEach(
          rate -> table.row(rate.metric, Format.count(Math.round(rate.pairsPerSecond))));
      return "%s pairs of %.0f characters, one core%n%n%s"
          .formatted(Format.count(pairs), meanCharacters, table);
    }
  }

  @Override
  public Integer call() {
    new Bounds().check("--millis", millis, 1, 3_600_000).throwIfAny();
    List<TextPair> pairs =
        data == null ? TextPair.generated() : TextPair.read(data, gold, prediction);
    List<Rate> rates = new ArrayList<>();
    for (String metric : metrics) {
      output.terminal().line(metric);
      MetricSample sample = MetricSample.of(metric, pairs);
      perSecond(sample);
      rates.add(new Rate(metric, perSecond(sample)));
    }
    rates.sort(Comparator.comparingDouble(Rate::pairsPerSecond));
    double characters = pairs.stream().mapToInt(TextPair::characters).average().orElseThrow();
    return output.print(new Report(pairs.size(), characters, rates));
  }

  private double perSecond(MetricSample sample) {
    long start = CPU.getCurrentThreadCpuTime();
    long nanos = 0;
    long done = 0;
    double sum = 0;
    while (nanos < millis * 1_000_000L) {
      sum += sample.score();
      done += sample.instances().size();
      nanos = CPU.getCurrentThreadCpuTime() - start;
    }
    if (sum == Double.MIN_VALUE) {
      throw new IllegalStateException("A sum that keeps the compiler from leaving it out");
    }
    return done / (nanos / 1e9);
  }
}
