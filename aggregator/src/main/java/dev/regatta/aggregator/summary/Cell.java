package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;

/**
 * A cell of a table.
 *
 * @param value a text or a number; null where there is none, for the reason in the description
 * @param runSpecNames the runs behind it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Cell(
    Object value,
    String description,
    String href,
    Map<String, String> style,
    boolean markdown,
    List<String> runSpecNames) {
  private static final Map<String, String> BOLD = Map.of("font-weight", "bold");

  static Cell of(Object value) {
    return new Cell(value, null, null, null, false, null);
  }

  static Cell of(Object value, String description) {
    return new Cell(value, description, null, null, false, null);
  }

  Cell bold() {
    return new Cell(value, description, href, BOLD, markdown, runSpecNames);
  }

  Cell withoutValue() {
    return new Cell(null, description, href, style, markdown, runSpecNames);
  }

  /** NaN where the cell has no number. */
  double number() {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
