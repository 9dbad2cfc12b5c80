package dev.regatta.coordinator.data;

import java.util.LinkedHashMap;
import java.util.Map;

/** A row that knows where it stands, for messages about its content. */
public final class Row extends LinkedHashMap<String, Object> {
  private static final long serialVersionUID = 1L;

  private final String place;

  Row(String file, long number) {
    this.place = file + ":" + number;
  }

  Row(String file, long number, Map<String, Object> values) {
    this(file, number);
    putAll(values);
  }

  /**
   * {@code file:line}, for formats without lines {@code file:row}; counted from 1. A map that came
   * from no file has none.
   */
  public static String placeOf(Map<String, Object> row) {
    return row instanceof Row known ? known.place : "a row";
  }
}
