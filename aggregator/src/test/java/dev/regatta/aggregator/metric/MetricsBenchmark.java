package dev.regatta.aggregator.metric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.Gold;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/** Times the reference metrics by hand on the gold pairs: pairs per second of a core. */
final class MetricsBenchmark {
  private static final double SECONDS = 0.5;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private MetricsBenchmark() {}

  private record Pair(String gold, String prediction) {}

  public static void main(String[] args) {
    List<Pair> pairs = new ArrayList<>();
    long characters = 0;
    for (JsonNode gold : Gold.lines("helm_text_metrics.jsonl")) {
      Pair pair = new Pair(gold.get("gold").asText(), gold.get("pred").asText());
      characters += pair.gold.length() + pair.prediction.length();
      pairs.add(pair);
    }
    System.out.printf("%d pairs of %d characters%n", pairs.size(), characters / pairs.size());
    for (String name : Metrics.names()) {
      StringMetric metric = Metrics.named(name);
      rate(metric, pairs);
      System.out.printf("%-34s %,12.0f pairs/s%n", name, rate(metric, pairs));
    }
  }

  private static double rate(StringMetric metric, List<Pair> pairs) {
    long start = CPU.getCurrentThreadCpuTime();
    long done = 0;
    double sum = 0;
    while (CPU.getCurrentThreadCpuTime() - start < SECONDS * 1e9) {
      for (Pair pair : pairs) {
        sum += metric.score(pair.gold, pair.prediction);
      }
      done += pairs.size();
    }
    if (sum == Double.MIN_VALUE) {
      System.out.println(sum);
    }
    return done / ((CPU.getCurrentThreadCpuTime() - start) / 1e9);
  }
}
