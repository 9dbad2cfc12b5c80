package dev.regatta.coordinator.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as plain values: String, Long, Double, Boolean, List, Map, null. */
final class JsonValues {
  /** Python writes NaN and Infinity, so they are read. */
  static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private JsonValues() {}

  /** The value that starts at the parser's current token. */
  static Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> whole(parser.getText());
      case VALUE_NUMBER_INT -> readInteger(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  /** Integers beyond 64 bits are identifiers rather than quantities: their digits are kept. */
  private static Object readInteger(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? parser.getText()
        : (Object) parser.getLongValue();
  }

  /** With U+FFFD for every half of a character: JSON can name one, and no encoding can hold it. */
  private static String whole(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          i++;
        } else {
          mended = mended == null ? new StringBuilder(text) : mended;
          mended.setCharAt(i, '\uFFFD');
        }
      }
    }
    return mended == null ? text : mended.toString();
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = whole(parser.currentName());
      parser.nextToken();
      object.put(name, read(parser));
    }
    return object;
  }

  private static List<Object> readArray(JsonParser parser) throws IOException {
    List<Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser));
    }
    return array;
  }

  /** Objects are rows as they are, arrays get the given columns, the rest is a {@code value}. */
  static Row row(Object value, DataFile file, long line, DataOptions options) {
    Row row = new Row(file.label(), line);
    List<String> columns = options.columns();
    if (value instanceof Map<?, ?> object) {
      object.forEach((name, item) -> row.put((String) name, item));
    } else if (value instanceof List<?> array && columns != null) {
      if (array.size() != columns.size()) {
        throw malformed(
            file, line, "expected " + columns.size() + " values, found " + array.size());
      }
      for (int i = 0; i < array.size(); i++) {
        row.put(columns.get(i), array.get(i));
      }
    } else {
      row.put("value", value);
    }
    return row;
  }

  static RegattaException malformed(DataFile file, long line, JsonProcessingException e) {
    return malformed(file, line, "malformed JSON: " + e.getOriginalMessage());
  }

  static RegattaException malformed(DataFile file, long line, String problem) {
    return RegattaException.user(file.label() + ":" + line + ": " + problem);
  }
}
