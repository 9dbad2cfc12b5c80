package dev.regatta.protocol.table;

import java.util.List;

/**
 * A table of the store: one directory of Parquet files. Schema changes are additive.
 *
 * @param name its name in SQL
 * @param directory its place below the store's root
 * @param partitions Hive partition columns, outermost first; they are directories, not columns of
 *     the files
 * @param columns columns of the files, in order
 */
public record Table(
    String name,
    String directory,
    List<Column> partitions,
    List<Column> columns,
    String description) {

  /** The column of that name. */
  public Column column(String column) {
    return columns.stream()
        .filter(c -> c.name().equals(column))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No column " + column + " in " + name));
  }

  /** Position of the column of that name among {@link #columns}. */
  public int index(String column) {
    return columns.indexOf(column(column));
  }
}
