package dev.regatta.store;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.ColumnType;
import dev.regatta.protocol.table.ColumnType.ListOf;
import dev.regatta.protocol.table.ColumnType.MapOf;
import dev.regatta.protocol.table.ColumnType.Primitive;
import dev.regatta.protocol.table.ColumnType.StructOf;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes the value of one type to Parquet. */
interface ValueWriter {
  void write(RecordConsumer out, Object value);

  static ValueWriter of(String path, ColumnType type) {
    if (type instanceof Primitive primitive) {
      return primitive(primitive);
    }
    if (type instanceof ListOf list) {
      return list(path, of(path, list.element()));
    }
    if (type instanceof MapOf map) {
      return map(path, primitive(map.value()));
    }
    Fields fields = new Fields(path, ((StructOf) type).columns());
    return (out, value) -> {
      out.startGroup();
      fields.write(out, value instanceof List<?> l ? l.toArray() : (Object[]) value);
      out.endGroup();
    };
  }

  private static ValueWriter primitive(Primitive type) {
    return switch (type) {
      case STRING -> new Texts();
      case INT -> (out, value) -> out.addInteger((Integer) value);
      case LONG -> (out, value) -> out.addLong(((Number) value).longValue());
      case DOUBLE -> (out, value) -> out.addDouble(((Number) value).doubleValue());
      case BOOLEAN -> (out, value) -> out.addBoolean((Boolean) value);
      case TIMESTAMP -> (out, value) -> out.addLong(micros(value));
    };
  }

  private static long micros(Object value) {
    return value instanceof Instant instant
        ? ChronoUnit.MICROS.between(Instant.EPOCH, instant)
        : (Long) value;
  }

  private static ValueWriter list(String path, ValueWriter element) {
    return (out, value) -> {
      out.startGroup();
      List<?> values = (List<?>) value;
      if (!values.isEmpty()) {
        out.startField("list", 0);
        for (Object one : values) {
          out.startGroup();
          field(out, "element", 0, element, present(path, one));
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
    };
  }

  private static ValueWriter map(String path, ValueWriter valueWriter) {
    ValueWriter keyWriter = primitive(Primitive.STRING);
    return (out, value) -> {
      out.startGroup();
      Map<?, ?> entries =
          value instanceof SortedMap ? (Map<?, ?>) value : new TreeMap<>((Map<?, ?>) value);
      if (!entries.isEmpty()) {
        out.startField("key_value", 0);
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
          out.startGroup();
          field(out, "key", 0, keyWriter, entry.getKey());
          field(out, "value", 1, valueWriter, present(path, entry.getValue()));
          out.endGroup();
        }
        out.endField("key_value", 0);
      }
      out.endGroup();
    };
  }

  private static void field(
      RecordConsumer out, String name, int index, ValueWriter writer, Object value) {
    out.startField(name, index);
    writer.write(out, value);
    out.endField(name, index);
  }

  private static Object present(String path, Object value) {
    if (value == null) {
      throw new IllegalArgumentException("Cannot write " + path + ": null inside");
    }
    return value;
  }

  /** Many columns have the same text row after row: it is encoded once. */
  final class Texts implements ValueWriter {
    private String last;
    private Binary encoded;

    @Override
    public void write(RecordConsumer out, Object value) {
      String text = (String) value;
      if (!text.equals(last)) {
        encoded = Binary.fromString(text);
        last = text;
      }
      out.addBinary(encoded);
    }
  }

  /** The columns of a row or of a nested record. */
  final class Fields {
    private final String path;
    private final Column[] columns;
    private final ValueWriter[] writers;

    Fields(String path, List<Column> columns) {
      this.path = path;
      this.columns = columns.toArray(Column[]::new);
      this.writers =
          columns.stream()
              .map(column -> of(path + "." + column.name(), column.type()))
              .toArray(ValueWriter[]::new);
    }

    void write(RecordConsumer out, Object[] values) {
      if (values.length != columns.length) {
        throw new IllegalArgumentException(
            "Cannot write "
                + path
                + ": "
                + values.length
                + " values (expected "
                + columns.length
                + ")");
      }
      for (int i = 0; i < values.length; i++) {
        if (values[i] != null) {
          writeField(out, i, values[i]);
        } else if (!columns[i].nullable()) {
          throw new IllegalArgumentException(
              "Cannot write " + path + "." + columns[i].name() + ": null in a required column");
        }
      }
    }

    private void writeField(RecordConsumer out, int i, Object value) {
      try {
        field(out, columns[i].name(), i, writers[i], value);
      } catch (ClassCastException e) {
        throw new IllegalArgumentException(
            "Cannot write "
                + path
                + "."
                + columns[i].name()
                + ": a "
                + value.getClass().getSimpleName()
                + " (expected "
                + columns[i].type()
                + ")",
            e);
      }
    }
  }
}
