package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * Columns that belong together.
 *
 * @param hideWinRates whether the table has no column over its columns
 * @param aggregationStrategies {@code win_rate}, {@code mean}; null for what hideWinRates says
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record MetricGroup(
    String name,
    String displayName,
    String shortDisplayName,
    String description,
    List<MetricMatcher> metrics,
    Boolean hideWinRates,
    List<String> aggregationStrategies) {
  static final String WIN_RATE = "win_rate";
  static final String MEAN = "mean";

  public MetricGroup {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }

  String shortDisplay() {
    return shortDisplayName != null ? shortDisplayName : displayName != null ? displayName : name;
  }

  /** The columns over its columns, in order. */
  List<String> aggregations() {
    if (aggregationStrategies != null) {
      return aggregationStrategies;
    }
    return Boolean.TRUE.equals(hideWinRates) ? List.of() : List.of(WIN_RATE);
  }
}
