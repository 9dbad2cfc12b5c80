package dev.regatta.aggregator.metric;

import dev.regatta.gold.GoldCheck;
import java.util.List;

/** The kinds of gold of metrics, one class each. */
public final class MetricGold {
  private MetricGold() {}

  public static List<GoldCheck> checks() {
    return List.of(
        TextMetricsGold.CHECK,
        MathGold.CHECK,
        WordsGold.CHECK,
        RollingTextGold.CHECK,
        TranslationGold.CHECK,
        PassAtKGold.CHECK,
        new LightevalGold(),
        new EfficiencyGold());
  }
}
