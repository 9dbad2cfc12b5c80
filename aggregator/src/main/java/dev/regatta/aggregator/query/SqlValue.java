package dev.regatta.aggregator.query;

import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;

/** Turns what the driver returns into plain Java values. */
final class SqlValue {
  private SqlValue() {}

  static Object plain(Object value) throws SQLException {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Array array) {
      List<Object> values = new ArrayList<>();
      for (Object element : (Object[]) array.getArray()) {
        values.add(plain(element));
      }
      return values;
    }
    if (value instanceof DuckDBStruct struct) {
      return plain(struct.getMap());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        entries.put(String.valueOf(entry.getKey()), plain(entry.getValue()));
      }
      return entries;
    }
    if (value instanceof Blob blob) {
      return HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
    }
    return value instanceof Timestamp timestamp
        ? timestamp.toLocalDateTime().toString()
        : value.toString();
  }
}
