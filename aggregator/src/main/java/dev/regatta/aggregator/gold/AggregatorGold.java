package dev.regatta.aggregator.gold;

import dev.regatta.aggregator.metric.MetricGold;
import dev.regatta.aggregator.statistics.StatisticsGold;
import dev.regatta.gold.GoldCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kinds of gold that the aggregator can be compared with. */
public final class AggregatorGold {
  private AggregatorGold() {}

  /**
   * @param scratch an empty directory
   */
  public static List<GoldCheck> checks(Path scratch) {
    List<GoldCheck> checks = new ArrayList<>(MetricGold.checks());
    checks.addAll(StatisticsGold.checks());
    checks.add(new RunStatisticsGold(scratch));
    checks.add(new TablesGold(scratch));
    return checks;
  }
}
