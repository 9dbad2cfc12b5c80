package dev.regatta.coordinator.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Parquet's values as plain ones: structs and maps as Map, lists as List, integers as Long,
 * decimals and floats as Double, dates and times as ISO 8601 text, binary as text in UTF-8.
 */
final class ParquetValues {
  /** Some engines have it. */
  private static final long END_OF_DAY = Duration.ofDays(1).toNanos();

  private ParquetValues() {}

  static Map<String, Object> struct(Group group, GroupType type) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < type.getFieldCount(); i++) {
      values.put(type.getFieldName(i), field(group, type, i));
    }
    return values;
  }

  private static Object field(Group group, GroupType type, int index) {
    Type field = type.getType(index);
    int count = group.getFieldRepetitionCount(index);
    if (field.isRepetition(Type.Repetition.REPEATED)) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        values.add(value(group, field, index, i));
      }
      return values;
    }
    return count == 0 ? null : value(group, field, index, 0);
  }

  private static Object value(Group group, Type field, int index, int i) {
    if (field.isPrimitive()) {
      return primitive(group, field.asPrimitiveType(), index, i);
    }
    Group inner = group.getGroup(index, i);
    LogicalTypeAnnotation logical = field.getLogicalTypeAnnotation();
    if (logical instanceof ListLogicalTypeAnnotation) {
      return list(inner, field.asGroupType());
    }
    if (logical instanceof MapLogicalTypeAnnotation) {
      return map(inner, field.asGroupType());
    }
    return struct(inner, field.asGroupType());
  }

  /** The format's rules for lists, those of older writers without the middle level included. */
  private static List<Object> list(Group group, GroupType type) {
    Type repeated = type.getType(0);
    boolean hasMiddle =
        !repeated.isPrimitive()
            && repeated.asGroupType().getFieldCount() == 1
            && !repeated.getName().equals("array")
            && !repeated.getName().equals(type.getName() + "_tuple");
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      values.add(
          hasMiddle
              ? field(group.getGroup(0, i), repeated.asGroupType(), 0)
              : value(group, repeated, 0, i));
    }
    return values;
  }

  private static Map<String, Object> map(Group group, GroupType type) {
    GroupType entryType = type.getType(0).asGroupType();
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      Group entry = group.getGroup(0, i);
      values.put(String.valueOf(field(entry, entryType, 0)), field(entry, entryType, 1));
    }
    return values;
  }

  private static Object primitive(Group group, PrimitiveType type, int index, int i) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> group.getBoolean(index, i);
      case FLOAT -> (double) group.getFloat(index, i);
      case DOUBLE -> group.getDouble(index, i);
      case INT32 -> integer(group.getInteger(index, i), logical);
      case INT64 -> integer(group.getLong(index, i), logical);
      case INT96 -> instant96(group.getInt96(index, i).toByteBuffer());
      case BINARY, FIXED_LEN_BYTE_ARRAY -> binary(group.getBinary(index, i), logical);
    };
  }

  private static Object binary(Binary value, LogicalTypeAnnotation logical) {
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale()).doubleValue();
    }
    if (logical instanceof UUIDLogicalTypeAnnotation) {
      ByteBuffer bytes = value.toByteBuffer();
      return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
    return value.toStringUsingUTF8();
  }

  private static Object integer(long value, LogicalTypeAnnotation logical) {
    if (logical instanceof DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value).toString();
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(value, decimal.getScale()).doubleValue();
    }
    if (logical instanceof IntLogicalTypeAnnotation number && !number.isSigned()) {
      return unsigned(value, number.getBitWidth());
    }
    if (logical instanceof TimeLogicalTypeAnnotation time) {
      return timeOfDay(value * unit(time.getUnit()).getDuration().toNanos());
    }
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      Instant instant = Instant.EPOCH.plus(value, unit(timestamp.getUnit()));
      return timestamp.isAdjustedToUTC()
          ? instant.toString()
          : instant.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
    }
    return value;
  }

  private static ChronoUnit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  /** Beyond 63 bits, the digits: it is an identifier, as a large number of JSON is. */
  private static Object unsigned(long value, int bits) {
    if (bits == Long.SIZE) {
      return value < 0 ? Long.toUnsignedString(value) : (Object) value;
    }
    return value & (1L << bits) - 1;
  }

  private static String timeOfDay(long nanos) {
    return nanos == END_OF_DAY ? "24:00" : LocalTime.ofNanoOfDay(nanos).toString();
  }

  /** Nanoseconds of the day, then the Julian day. */
  private static String instant96(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long epochDay = bytes.getInt() - 2_440_588L;
    return Instant.EPOCH.plus(epochDay, ChronoUnit.DAYS).plusNanos(nanos).toString();
  }
}
