package dev.regatta.aggregator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A column of the table {@code instances}, or a field of its {@code extra}, that instances which
 * hang together have the same value of: questions about one passage, variants of one item.
 */
final class ClusterColumn {
  private static final List<String> COLUMNS = List.of("split", "sub_split", "input");

  private final String name;
  private final Set<String> known = new TreeSet<>(COLUMNS);
  private final Map<String, Map<String, String>> clusters = new HashMap<>();

  private ClusterColumn(String name) {
    this.name = name;
  }

  /**
   * The cluster of each original instance of a sweep that has one, by run and id.
   *
   * @throws RegattaException USER where no instance has a value of it
   */
  static Map<String, Map<String, String>> read(Store store, String sweep, String name) {
    ClusterColumn column = new ClusterColumn(name);
    List<String> columns =
        List.of("run", "instance_id", "perturbation", "extra", "split", "sub_split", "input");
    try (TableReader rows = store.read(Tables.INSTANCES, columns, Map.of("sweep", sweep))) {
      for (Object[] row : rows) {
        if (row[2] == null) {
          column.take(row);
        }
      }
    }
    if (column.clusters.isEmpty()) {
      throw RegattaException.user(
          "--cluster-by %s: no instance of the sweep %s has such a column or field%s"
              .formatted(name, sweep, Suggestion.among(name, column.known)));
    }
    return column.clusters;
  }

  private void take(Object[] row) {
    int place = COLUMNS.indexOf(name);
    String value = place >= 0 ? (String) row[4 + place] : field((String) row[3]);
    if (value != null) {
      clusters.computeIfAbsent((String) row[0], run -> new HashMap<>()).put((String) row[1], value);
    }
  }

  private String field(String extra) {
    if (extra == null) {
      return null;
    }
    try {
      JsonNode fields = Json.MAPPER.readTree(extra);
      fields.fieldNames().forEachRemaining(known::add);
      JsonNode value = fields.get(name);
      return value == null || value.isNull()
          ? null
          : value.isTextual() ? value.textValue() : value.toString();
    } catch (JsonProcessingException e) {
      throw RegattaException.internal("instances: extra is no JSON object: " + extra, e);
    }
  }
}
