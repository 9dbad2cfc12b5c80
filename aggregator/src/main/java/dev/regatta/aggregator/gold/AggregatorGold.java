package dev.regatta.aggregator.gold;

import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.job.LocalScorer;
import dev.regatta.aggregator.metric.MetricGold;
import dev.regatta.aggregator.statistics.StatisticsGold;
import dev.regatta.gold.GoldCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds of gold that the aggregator can be compared with. Opens Spark when it is needed. */
public final class AggregatorGold implements AutoCloseable {
  private static final int CORES = 2;

  private final Path scratch;
  private final String store;
  private final LocalScorer scorer;

  /**
   * @param scratch an empty directory
   */
  public AggregatorGold(Path scratch) {
    this.scratch = scratch;
    this.store = scratch.resolve("scored").toString();
    this.scorer = new LocalScorer(store, CORES, Map.of(), Annotators.NONE);
  }

  public List<GoldCheck> checks() {
    List<GoldCheck> checks = new ArrayList<>(MetricGold.checks());
    checks.addAll(StatisticsGold.checks());
    checks.add(new RunStatisticsGold(store, scorer));
    checks.add(new TablesGold(scratch));
    return checks;
  }

  @Override
  public void close() {
    scorer.close();
  }
}
