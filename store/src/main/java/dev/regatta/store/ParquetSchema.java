package dev.regatta.store;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.ColumnType;
import dev.regatta.protocol.table.ColumnType.ListOf;
import dev.regatta.protocol.table.ColumnType.MapOf;
import dev.regatta.protocol.table.ColumnType.Primitive;
import dev.regatta.protocol.table.ColumnType.StructOf;
import dev.regatta.protocol.table.Table;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Parquet types of our columns; lists and maps in the standard three-level layout. */
public final class ParquetSchema {
  private ParquetSchema() {}

  /** The file schema of these columns of the table, in this order. */
  public static MessageType of(Table table, List<Column> columns) {
    return new MessageType(table.name(), columns.stream().map(ParquetSchema::type).toList());
  }

  private static Type type(Column column) {
    return type(
        column.name(),
        column.type(),
        column.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED);
  }

  private static Type type(String name, ColumnType type, Repetition repetition) {
    if (type instanceof Primitive primitive) {
      return primitive(name, primitive, repetition);
    }
    if (type instanceof ListOf list) {
      return Types.list(repetition)
          .element(type("element", list.element(), Repetition.REQUIRED))
          .named(name);
    }
    if (type instanceof MapOf map) {
      return Types.map(repetition)
          .key(primitive("key", Primitive.STRING, Repetition.REQUIRED))
          .value(primitive("value", map.value(), Repetition.REQUIRED))
          .named(name);
    }
    List<Column> fields = ((StructOf) type).columns();
    return Types.buildGroup(repetition)
        .addFields(fields.stream().map(ParquetSchema::type).toArray(Type[]::new))
        .named(name);
  }

  private static Type primitive(String name, Primitive type, Repetition repetition) {
    return switch (type) {
      case STRING ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition).as(stringType()).named(name);
      case INT -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
      case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
      case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
      case TIMESTAMP ->
          Types.primitive(PrimitiveTypeName.INT64, repetition)
              .as(timestampType(true, TimeUnit.MICROS))
              .named(name);
    };
  }
}
