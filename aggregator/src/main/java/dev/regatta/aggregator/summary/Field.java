package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * A metric or perturbation as a leaderboard shows it.
 *
 * @param lowerIsBetter null where neither direction is better
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Field(
    String name,
    String displayName,
    String shortDisplayName,
    String description,
    Boolean lowerIsBetter) {

  String display() {
    return displayName == null ? name : displayName;
  }

  String shortDisplay() {
    return shortDisplayName == null ? display() : shortDisplayName;
  }
}
