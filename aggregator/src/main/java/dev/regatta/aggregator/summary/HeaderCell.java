package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;

/**
 * The head of a column.
 *
 * @param lowerIsBetter null where neither direction is better
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record HeaderCell(
    String value,
    String description,
    boolean markdown,
    Boolean lowerIsBetter,
    Map<String, String> metadata) {

  static HeaderCell of(String value, String description) {
    return new HeaderCell(value, description, false, null, Map.of());
  }
}
