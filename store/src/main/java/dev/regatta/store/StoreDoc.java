package dev.regatta.store;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.ColumnType;
import dev.regatta.protocol.table.ColumnType.ListOf;
import dev.regatta.protocol.table.ColumnType.MapOf;
import dev.regatta.protocol.table.ColumnType.Primitive;
import dev.regatta.protocol.table.ColumnType.StructOf;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The reference of the store as Markdown: every table and column. */
public final class StoreDoc {
  private static final String INTRODUCTION =
      """
      # The store

      Everything that Regatta plans, receives and computes is in one directory (or bucket) of
      Hive-partitioned Parquet. `regatta query` shows every table below as a view; Spark, DuckDB,
      Polars, pandas or Trino read the same files.

      - A file has its name only when it is complete. Names that start with `.` or `_` are no data.
      - The results of a sweep (`instance_stats`, `stats`, `runs`, `quarantine`) are replaced as a
        whole when it is scored again. Files of a scoring start with its id, and
        `results/scorings/sweep=.../<id>.json` lists them; the last of these by name counts, and
        what is older is deleted at once. Regatta reads the files that it lists. Another reader of
        the directories may meet the files of two scorings while a sweep is being scored. The list
        has the hash of the results too, and the epoch of `results/asked/sweep=....json`, which is
        there where an aggregator waits for another process to score.
      - Row groups have at most 10,000 rows (of `instance_stats` at most 32 MB), and the least and the
        greatest value of numbers and of texts by which rows are chosen: `run`, `sweep`, `metric` and
        the like.
      - Files are compressed with ZSTD. Strings are UTF-8, timestamps microseconds in UTC, lists and
        maps in Parquet's standard three-level layout.
      - A partition column is a directory `column=value`, not a column of the files. Characters that
        a path cannot hold are escaped as Hive does: `model=org%2Fname`.
      - Changes of a schema only add nullable columns: older files lack them, readers see null.
      """;

  private StoreDoc() {}

  /** The whole page, as it stands in docs/store.md. */
  public static String markdown() {
    return INTRODUCTION + Tables.ALL.stream().map(StoreDoc::section).collect(Collectors.joining());
  }

  private static String section(Table table) {
    StringBuilder text = new StringBuilder("\n## ").append(table.name()).append("\n\n");
    text.append(table.description()).append(".\n\n");
    text.append("Files: `").append(table.directory());
    table.partitions().forEach(p -> text.append('/').append(p.name()).append("=..."));
    text.append("/*.parquet`\n\n| column | type | null | meaning |\n|---|---|---|---|\n");
    table.partitions().forEach(p -> row(text, "", p, "partition"));
    rows(text, "", table.columns());
    return text.toString();
  }

  private static void rows(StringBuilder text, String prefix, List<Column> columns) {
    for (Column column : columns) {
      row(text, prefix, column, column.nullable() ? "yes" : "no");
      rows(text, prefix + column.name() + ".", fields(column.type()));
    }
  }

  private static void row(StringBuilder text, String prefix, Column column, String nullable) {
    text.append("| `").append(prefix).append(column.name()).append("` | ");
    text.append(type(column.type())).append(" | ").append(nullable).append(" | ");
    text.append(column.description().replace("|", "\\|")).append(" |\n");
  }

  private static List<Column> fields(ColumnType type) {
    if (type instanceof ListOf list) {
      return fields(list.element());
    }
    return type instanceof StructOf struct ? struct.columns() : List.of();
  }

  private static String type(ColumnType type) {
    if (type instanceof Primitive primitive) {
      return primitive.name().toLowerCase(Locale.ROOT);
    }
    if (type instanceof ListOf list) {
      return "list of " + type(list.element());
    }
    return type instanceof MapOf map ? "map of string to " + type(map.value()) : "struct";
  }
}
