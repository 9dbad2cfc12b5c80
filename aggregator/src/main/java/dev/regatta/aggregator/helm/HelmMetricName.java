package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.protocol.Perturbation;

/** Name of a statistic: a metric and what it was computed over. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record HelmMetricName(String name, String split, String subSplit, Perturbation perturbation) {

  static HelmMetricName of(String metric, Context context) {
    String key = context.perturbation();
    return new HelmMetricName(
        metric, context.split(), context.subSplit(), key == null ? null : Perturbation.ofKey(key));
  }

  Context context() {
    return new Context(split, subSplit, perturbation == null ? null : perturbation.key());
  }
}
