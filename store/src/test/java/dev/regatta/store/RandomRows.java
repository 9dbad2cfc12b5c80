package dev.regatta.store;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.ColumnType;
import dev.regatta.protocol.table.ColumnType.ListOf;
import dev.regatta.protocol.table.ColumnType.MapOf;
import dev.regatta.protocol.table.ColumnType.Primitive;
import dev.regatta.protocol.table.ColumnType.StructOf;
import dev.regatta.protocol.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Arbitrary rows of any table, edge values among them. */
final class RandomRows {
  private static final String[] TEXTS = {"", "a", "\0", "日本 🚣", "line\nline", "x".repeat(3000)};
  private static final double[] DOUBLES = {
    0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -1e300
  };

  private final Random random;

  RandomRows(long seed) {
    this.random = new Random(seed);
  }

  Object[] row(Table table) {
    return row(table.columns());
  }

  private Object[] row(List<Column> columns) {
    return columns.stream()
        .map(column -> column.nullable() && random.nextInt(3) == 0 ? null : value(column.type()))
        .toArray();
  }

  private Object value(ColumnType type) {
    if (type instanceof Primitive primitive) {
      return switch (primitive) {
        case STRING -> text();
        case INT -> random.nextInt();
        case LONG, TIMESTAMP -> random.nextLong();
        case DOUBLE -> random.nextBoolean() ? random.nextDouble() : DOUBLES[random.nextInt(6)];
        case BOOLEAN -> random.nextBoolean();
      };
    }
    if (type instanceof ListOf list) {
      List<Object> values = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(value(list.element()));
      }
      return values;
    }
    if (type instanceof MapOf map) {
      TreeMap<String, Object> entries = new TreeMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        entries.put(text(), value(map.value()));
      }
      return entries;
    }
    return row(((StructOf) type).columns());
  }

  private String text() {
    return random.nextBoolean()
        ? TEXTS[random.nextInt(TEXTS.length)]
        : Long.toString(random.nextLong(), 36);
  }
}
