package dev.regatta.aggregator.gold;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.summary.Leaderboards;
import dev.regatta.gold.Findings;
import dev.regatta.gold.Tolerance;
import dev.regatta.protocol.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our tables of all groups, by the files that HELM's summarizer writes them to. */
final class TableCells {
  private static final List<String> TEXTS = List.of("description", "style", "run_spec_names");
  private static final String INDEX = "groups.json";

  private final Map<String, JsonNode> tables = new LinkedHashMap<>();

  TableCells(Leaderboards leaderboards) {
    tables.put(INDEX, Json.MAPPER.valueToTree(leaderboards.index()));
    leaderboards
        .groups()
        .forEach(
            (group, own) -> tables.put("groups/" + group + ".json", Json.MAPPER.valueToTree(own)));
  }

  /** How many of the recorded cells ours are. */
  long agreeing(Map<String, JsonNode> recorded) {
    long[] agreeing = {0};
    walk(
        recorded,
        (part, where, expected, found) -> agreeing[0] += differs(expected, found) ? 0 : 1);
    return agreeing[0];
  }

  void compare(Map<String, JsonNode> recorded, Findings findings) {
    walk(
        recorded,
        (part, where, expected, found) -> {
          if (differs(expected, found)) {
            findings.differ(part, where, shown(expected), shown(found));
          } else {
            findings.pass(part);
          }
        });
    tables.keySet().stream()
        .filter(part -> !recorded.containsKey(part))
        .forEach(part -> findings.fail(part, part, "no such tables", "tables"));
  }

  /** Takes one cell, or the header of a column. */
  private interface Visitor {
    void cell(String part, String where, JsonNode expected, JsonNode found);
  }

  private void walk(Map<String, JsonNode> recorded, Visitor visitor) {
    recorded.forEach(
        (part, expected) -> {
          JsonNode own = tables.get(part);
          for (int t = 0; t < expected.size(); t++) {
            walk(part, expected.get(t), own == null ? null : own.get(t), visitor);
          }
          if (own != null && own.size() > expected.size()) {
            visitor.cell(part, "number of tables", null, own);
          }
        });
  }

  private static void walk(String part, JsonNode expected, JsonNode own, Visitor visitor) {
    JsonNode found = own == null ? Json.MAPPER.createObjectNode() : own;
    String title = expected.path("title").asText();
    visitor.cell(part, title, expected.path("title"), found.path("title"));
    for (int r = 0; r < expected.path("rows").size(); r++) {
      JsonNode row = expected.path("rows").get(r);
      for (int c = 0; c < row.size(); c++) {
        String where =
            "%s, %s, %s"
                .formatted(
                    title,
                    row.path(0).path("value").asText(),
                    expected.path("header").path(c).path("value").asText());
        visitor.cell(part, where, row.get(c), found.path("rows").path(r).path(c));
      }
    }
    if (found.path("rows").size() > expected.path("rows").size()) {
      visitor.cell(part, title + ", number of rows", null, found.path("rows"));
    }
  }

  private static boolean differs(JsonNode expected, JsonNode found) {
    if (expected == null || found.isMissingNode()) {
      return true;
    }
    JsonNode left = expected.isObject() ? expected.path("value") : expected;
    JsonNode right = found.isObject() ? found.path("value") : found;
    boolean same =
        left.isNumber() && right.isNumber()
            ? Tolerance.USUAL.agree(left.doubleValue(), right.doubleValue())
            : ordered(left).equals(ordered(right));
    return !same
        || TEXTS.stream().anyMatch(field -> !text(expected, field).equals(text(found, field)));
  }

  private static String text(JsonNode cell, String field) {
    JsonNode value = cell.path(field);
    return value.isMissingNode() || value.isNull() ? "" : value.toString();
  }

  /** HELM joins the adaptation methods of a group in the chance order of a set. */
  private static String ordered(JsonNode value) {
    String[] parts = value.asText().split(", ");
    Arrays.sort(parts);
    return String.join(", ", parts);
  }

  private static String shown(JsonNode cell) {
    return cell == null
        ? "none"
        : cell.isMissingNode() ? "no cell" : cell.has("value") ? cell.toString() : cell.asText();
  }
}
