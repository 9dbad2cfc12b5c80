package dev.regatta.protocol.table;

import java.util.List;

/** Type of a column; each maps to one Parquet, one Spark and one SQL type. */
public sealed interface ColumnType {

  /** Leaf types. */
  enum Primitive implements ColumnType {
    STRING,
    INT,
    LONG,
    DOUBLE,
    BOOLEAN,
    /** Microseconds since the epoch, UTC. */
    TIMESTAMP
  }

  /** A list whose elements are never null. */
  record ListOf(ColumnType element) implements ColumnType {}

  /** A map from strings to non-null values, sorted by key. */
  record MapOf(Primitive value) implements ColumnType {}

  /** A nested record. */
  record StructOf(List<Column> columns) implements ColumnType {}
}
