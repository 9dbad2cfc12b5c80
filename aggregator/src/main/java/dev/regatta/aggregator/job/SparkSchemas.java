package dev.regatta.aggregator.job;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.ColumnType;
import dev.regatta.protocol.table.ColumnType.ListOf;
import dev.regatta.protocol.table.ColumnType.MapOf;
import dev.regatta.protocol.table.ColumnType.Primitive;
import dev.regatta.protocol.table.ColumnType.StructOf;
import dev.regatta.protocol.table.Table;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Spark's types for the tables of the store. */
public final class SparkSchemas {

  private SparkSchemas() {}

  /** The columns of the table's files; partition columns are directories. */
  public static StructType of(Table table) {
    return struct(table.columns());
  }

  /** The columns of the table's files and its partition columns after them. */
  static StructType partitioned(Table table) {
    StructType schema = of(table);
    for (Column partition : table.partitions()) {
      schema = schema.add(partition.name(), type(partition.type()), false);
    }
    return schema;
  }

  private static StructType struct(List<Column> columns) {
    StructType struct = new StructType();
    for (Column column : columns) {
      struct = struct.add(column.name(), type(column.type()), column.nullable());
    }
    return struct;
  }

  private static DataType type(ColumnType type) {
    if (type instanceof Primitive primitive) {
      return primitive(primitive);
    } else if (type instanceof ListOf list) {
      return DataTypes.createArrayType(type(list.element()), false);
    } else if (type instanceof MapOf map) {
      return DataTypes.createMapType(DataTypes.StringType, primitive(map.value()), false);
    }
    return struct(((StructOf) type).columns());
  }

  private static DataType primitive(Primitive type) {
    return switch (type) {
      case STRING -> DataTypes.StringType;
      case INT -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case BOOLEAN -> DataTypes.BooleanType;
      case TIMESTAMP -> DataTypes.TimestampType;
    };
  }
}
