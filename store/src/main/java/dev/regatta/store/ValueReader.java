package dev.regatta.store;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.ColumnType;
import dev.regatta.protocol.table.ColumnType.ListOf;
import dev.regatta.protocol.table.ColumnType.MapOf;
import dev.regatta.protocol.table.ColumnType.Primitive;
import dev.regatta.protocol.table.ColumnType.StructOf;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Converters that assemble values from Parquet and hand each one, when complete, to a receiver. */
final class ValueReader {
  private ValueReader() {}

  static Converter of(ColumnType type, Consumer<Object> receiver) {
    if (type instanceof Primitive primitive) {
      return primitive == Primitive.STRING ? new Text(receiver) : new Scalar(receiver);
    }
    if (type instanceof ListOf list) {
      return new Elements(list.element(), receiver);
    }
    if (type instanceof MapOf map) {
      return new Entries(map.value(), receiver);
    }
    return new Fields(((StructOf) type).columns(), receiver);
  }

  /** A row, or a nested record. */
  static final class Fields extends GroupConverter {
    private final Converter[] converters;
    private final Consumer<Object> receiver;
    private Object[] values;

    Fields(List<Column> columns, Consumer<Object> receiver) {
      this.receiver = receiver;
      this.converters = new Converter[columns.size()];
      for (int i = 0; i < converters.length; i++) {
        int index = i;
        converters[i] = of(columns.get(i).type(), value -> values[index] = value);
      }
    }

    @Override
    public Converter getConverter(int fieldIndex) {
      return converters[fieldIndex];
    }

    @Override
    public void start() {
      values = new Object[converters.length];
    }

    @Override
    public void end() {
      receiver.accept(values);
    }
  }

  /** {@code repeated group list { element }}. */
  private static final class Elements extends GroupConverter {
    private final Repeated repeated;
    private final Consumer<Object> receiver;
    private List<Object> values;

    Elements(ColumnType element, Consumer<Object> receiver) {
      this.receiver = receiver;
      this.repeated = new Repeated(() -> {}, of(element, value -> values.add(value)));
    }

    @Override
    public Converter getConverter(int fieldIndex) {
      return repeated;
    }

    @Override
    public void start() {
      values = new ArrayList<>();
    }

    @Override
    public void end() {
      receiver.accept(values);
    }
  }

  /** {@code repeated group key_value { key; value }}. */
  private static final class Entries extends GroupConverter {
    private final Repeated repeated;
    private final Consumer<Object> receiver;
    private TreeMap<String, Object> entries;
    private String key;
    private Object value;

    Entries(Primitive type, Consumer<Object> receiver) {
      this.receiver = receiver;
      this.repeated =
          new Repeated(
              () -> entries.put(key, value),
              of(Primitive.STRING, k -> key = (String) k),
              of(type, v -> value = v));
    }

    @Override
    public Converter getConverter(int fieldIndex) {
      return repeated;
    }

    @Override
    public void start() {
      entries = new TreeMap<>();
    }

    @Override
    public void end() {
      receiver.accept(entries);
    }
  }

  private static final class Repeated extends GroupConverter {
    private final Runnable afterEach;
    private final Converter[] converters;

    Repeated(Runnable afterEach, Converter... converters) {
      this.afterEach = afterEach;
      this.converters = converters;
    }

    @Override
    public Converter getConverter(int fieldIndex) {
      return converters[fieldIndex];
    }

    @Override
    public void start() {}

    @Override
    public void end() {
      afterEach.run();
    }
  }

  private static final class Scalar extends PrimitiveConverter {
    private final Consumer<Object> receiver;

    Scalar(Consumer<Object> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void addInt(int value) {
      receiver.accept(value);
    }

    @Override
    public void addLong(long value) {
      receiver.accept(value);
    }

    @Override
    public void addDouble(double value) {
      receiver.accept(value);
    }

    @Override
    public void addBoolean(boolean value) {
      receiver.accept(value);
    }
  }

  /** Decodes each entry of a dictionary once. */
  private static final class Text extends PrimitiveConverter {
    private final Consumer<Object> receiver;
    private String[] dictionary;

    Text(Consumer<Object> receiver) {
      this.receiver = receiver;
    }

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary entries) {
      dictionary = new String[entries.getMaxId() + 1];
      for (int i = 0; i < dictionary.length; i++) {
        dictionary[i] = entries.decodeToBinary(i).toStringUsingUTF8();
      }
    }

    @Override
    public void addValueFromDictionary(int id) {
      receiver.accept(dictionary[id]);
    }

    @Override
    public void addBinary(Binary value) {
      receiver.accept(value.toStringUsingUTF8());
    }
  }
}
