package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.regatta.protocol.Perturbation;
import java.util.Map;
import java.util.Objects;

/**
 * Which statistics a column shows; {@code ${...}} stands for values of the run group's environment.
 *
 * @param split {@code __all__} for every one
 * @param subSplit null for all together
 * @param perturbationName null for the original instances; else the worst case of that name
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record MetricMatcher(String name, String split, String subSplit, String perturbationName) {
  private static final String ALL_SPLITS = "__all__";

  /** With the values filled in. HELM loses the sub-split here, and so its tables show all. */
  MetricMatcher substitute(Map<String, String> environment) {
    return new MetricMatcher(
        substitute(name, environment),
        substitute(split, environment),
        null,
        substitute(perturbationName, environment));
  }

  MetricMatcher named(String other) {
    return new MetricMatcher(other, split, subSplit, perturbationName);
  }

  MetricMatcher inSubSplit(String other) {
    return new MetricMatcher(name, split, other, perturbationName);
  }

  boolean matches(NamedStat stat) {
    return stat.metric().equals(name)
        && (ALL_SPLITS.equals(split) || Objects.equals(stat.split(), split))
        && (subSplit == null || subSplit.equals(stat.subSplit()))
        && matches(stat.perturbation());
  }

  private boolean matches(Perturbation perturbation) {
    if (perturbation == null || perturbationName == null) {
      return perturbation == null && perturbationName == null;
    }
    return perturbation.name().equals(perturbationName)
        && Perturbation.WORST.equals(perturbation.computedOn());
  }

  private static String substitute(String template, Map<String, String> environment) {
    String text = template;
    if (text != null) {
      for (Map.Entry<String, String> value : environment.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue());
      }
    }
    return text;
  }
}
