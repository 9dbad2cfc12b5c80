package dev.regatta.aggregator.query;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.ColumnType;
import dev.regatta.protocol.table.ColumnType.ListOf;
import dev.regatta.protocol.table.ColumnType.MapOf;
import dev.regatta.protocol.table.ColumnType.Primitive;
import dev.regatta.protocol.table.ColumnType.StructOf;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SQL of the views over the store's tables. */
final class QueryViews {
  static final String INSTANCE_METRICS =
      "CREATE VIEW instance_metrics AS SELECT * EXCLUDE (scores), unnest(map_keys(scores)) AS"
          + " metric, unnest(map_values(scores)) AS value FROM instance_stats";

  private QueryViews() {}

  /**
   * The table's columns in their types, whatever the files have: a branch without rows names them,
   * so that a table without files and a file older than a column are read alike.
   *
   * @param files absolute paths
   */
  static String view(Table table, List<String> files) {
    String columns =
        Stream.concat(table.partitions().stream(), table.columns().stream())
            .map(column -> "NULL::" + type(column.type()) + " AS " + identifier(column.name()))
            .collect(Collectors.joining(", "));
    String none = "SELECT " + columns + " WHERE false";
    String rows =
        files.isEmpty() ? none : none + " UNION ALL BY NAME SELECT * FROM " + scan(table, files);
    return "CREATE VIEW "
        + identifier(table.name())
        + " AS "
        + (table.equals(Tables.COMPLETIONS) ? outcomes(rows) : rows);
  }

  /**
   * Completions without the quarantines of requests that were answered later. The sets that are
   * held are those of given-up requests, which are few; answers stream by.
   */
  private static String outcomes(String rows) {
    return """
        WITH landed AS NOT MATERIALIZED (%s),
        failed AS (SELECT model, sweep, ordinal FROM landed WHERE error_category IS NOT NULL),
        superseded AS (
          SELECT model, sweep, ordinal FROM landed
          SEMI JOIN failed USING (model, sweep, ordinal)
          WHERE error_category IS NULL)
        SELECT * FROM landed WHERE error_category IS NULL
        UNION ALL
        SELECT * FROM landed ANTI JOIN superseded USING (model, sweep, ordinal)
        WHERE error_category IS NOT NULL"""
        .formatted(rows);
  }

  private static String scan(Table table, List<String> files) {
    String types =
        table.partitions().stream()
            .map(column -> literal(column.name()) + ": " + type(column.type()))
            .collect(Collectors.joining(", "));
    return "read_parquet(%s, hive_partitioning = true, hive_types = {%s}, union_by_name = true)"
        .formatted(list(files), types);
  }

  static String list(List<String> values) {
    return values.stream().map(QueryViews::literal).collect(Collectors.joining(", ", "[", "]"));
  }

  static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private static String identifier(String name) {
    return '"' + name + '"';
  }

  private static String type(ColumnType type) {
    if (type instanceof Primitive primitive) {
      return switch (primitive) {
        case STRING -> "VARCHAR";
        case INT -> "INTEGER";
        case LONG -> "BIGINT";
        case DOUBLE -> "DOUBLE";
        case BOOLEAN -> "BOOLEAN";
        case TIMESTAMP -> "TIMESTAMPTZ";
      };
    }
    if (type instanceof ListOf list) {
      return type(list.element()) + "[]";
    }
    if (type instanceof MapOf map) {
      return "MAP(VARCHAR, " + type(map.value()) + ")";
    }
    List<Column> fields = ((StructOf) type).columns();
    return fields.stream()
        .map(field -> identifier(field.name()) + " " + type(field.type()))
        .collect(Collectors.joining(", ", "STRUCT(", ")"));
  }
}
