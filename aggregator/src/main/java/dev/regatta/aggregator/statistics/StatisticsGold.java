package dev.regatta.aggregator.statistics;

import dev.regatta.gold.GoldCheck;
import java.util.List;

/** The kinds of gold of statistics, one class each. */
public final class StatisticsGold {
  private StatisticsGold() {}

  public static List<GoldCheck> checks() {
    return List.of(
        StatGold.CHECK,
        CalibrationGold.CHECK,
        LikelihoodGold.CHECK,
        AggregationGold.CHECK,
        new LmEvalResultsGold(),
        new InspectLogGold(),
        new WinRateGold());
  }
}
