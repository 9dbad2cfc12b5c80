package dev.regatta.aggregator.query;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.ColumnType;
import dev.regatta.protocol.table.ColumnType.ListOf;
import dev.regatta.protocol.table.ColumnType.MapOf;
import dev.regatta.protocol.table.ColumnType.Primitive;
import dev.regatta.protocol.table.ColumnType.StructOf;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The store's tables as views of one DuckDB connection. */
final class TableViews {
  /** Each score of an instance as a row of its own. */
  private static final String INSTANCE_SCORES =
      "CREATE VIEW instance_scores AS SELECT * EXCLUDE (scores, entry), entry.key AS metric,"
          + " entry.value AS value FROM (SELECT *, unnest(map_entries(scores)) AS entry FROM"
          + " instance_stats)";

  private TableViews() {}

  static void create(Statement statement, Store store) throws SQLException {
    for (Table table : Tables.ALL) {
      String rows =
          store.files(table, Map.of()).isEmpty() ? empty(table) : files(table, store.location());
      statement.execute("CREATE VIEW " + table.name() + " AS " + rows);
    }
    statement.execute(INSTANCE_SCORES);
  }

  /**
   * Files of an older schema lack columns, and a partition's value is text even if it looks like a
   * number.
   */
  private static String files(Table table, String root) {
    String levels = "/*".repeat(table.partitions().size());
    String types =
        table.partitions().stream()
            .map(column -> "'" + column.name() + "': VARCHAR")
            .collect(Collectors.joining(", "));
    return "SELECT * FROM read_parquet("
        + quoted(root + "/" + table.directory() + levels + "/*.parquet")
        + ", hive_partitioning = true, hive_types = {"
        + types
        + "}, union_by_name = true)";
  }

  private static String empty(Table table) {
    return "SELECT "
        + Stream.concat(table.columns().stream(), table.partitions().stream())
            .map(column -> "CAST(NULL AS " + type(column.type()) + ") AS " + column.name())
            .collect(Collectors.joining(", "))
        + " WHERE false";
  }

  private static String type(ColumnType type) {
    if (type instanceof ListOf list) {
      return type(list.element()) + "[]";
    }
    if (type instanceof MapOf map) {
      return "MAP(VARCHAR, " + type(map.value()) + ")";
    }
    if (type instanceof StructOf struct) {
      return struct.columns().stream()
          .map(TableViews::field)
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }
    return switch ((Primitive) type) {
      case STRING -> "VARCHAR";
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
    };
  }

  private static String field(Column column) {
    return column.name() + " " + type(column.type());
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
