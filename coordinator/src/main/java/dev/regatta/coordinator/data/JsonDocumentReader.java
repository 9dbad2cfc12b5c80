package dev.regatta.coordinator.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a JSON document, one at a time. Without a path to them the rows are the elements of the
 * document's array, or its top-level objects one after the other.
 */
final class JsonDocumentReader implements RowReader {
  private static final String EVERY_VALUE = "*";

  private final DataFile file;
  private final DataOptions options;
  private final JsonParser parser;

  /** What ends the rows; null for top-level values, which end with the file. */
  private JsonToken end;

  /** A first token that was looked at and belongs to the first row. */
  private JsonToken pending;

  JsonDocumentReader(DataFile file, DataOptions options) throws IOException {
    this.file = file;
    this.options = options;
    this.parser = JsonValues.FACTORY.createParser(file.reader());
    try {
      find();
    } catch (JsonProcessingException e) {
      parser.close();
      throw JsonValues.malformed(file, line(), e);
    } catch (RuntimeException e) {
      parser.close();
      throw e;
    }
  }

  /** Leaves the parser before the first row. */
  private void find() throws IOException {
    JsonToken first = parser.nextToken();
    if (options.records() == null) {
      end = first == JsonToken.START_ARRAY ? JsonToken.END_ARRAY : null;
      pending = end == null ? first : null;
      return;
    }
    List<String> steps =
        Arrays.stream(options.records().split("/")).filter(step -> !step.isEmpty()).toList();
    for (int i = 0; i < steps.size(); i++) {
      boolean last = i == steps.size() - 1;
      if (last && steps.get(i).equals(EVERY_VALUE)) {
        require(JsonToken.START_OBJECT, "an object");
        end = JsonToken.END_OBJECT;
        return;
      }
      descend(steps.get(i).replace("~1", "/").replace("~0", "~"));
    }
    require(JsonToken.START_ARRAY, "an array");
    end = JsonToken.END_ARRAY;
  }

  private void require(JsonToken token, String what) {
    if (parser.currentToken() != token) {
      throw JsonValues.malformed(
          file, line(), "expected " + what + " at records path " + options.records());
    }
  }

  private void descend(String step) throws IOException {
    boolean array = parser.currentToken() == JsonToken.START_ARRAY && step.matches("\\d{1,9}");
    if (array) {
      int index = Integer.parseInt(step);
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (i == index) {
          return;
        }
        parser.skipChildren();
      }
    } else if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean found = parser.currentName().equals(step);
        parser.nextToken();
        if (found) {
          return;
        }
        parser.skipChildren();
      }
    }
    throw JsonValues.malformed(
        file, line(), "there is no " + step + " of the records path " + options.records());
  }

  @Override
  public Row next() throws IOException {
    try {
      JsonToken token = pending != null ? pending : parser.nextToken();
      pending = null;
      if (token == null || token == end) {
        return null;
      }
      String key = null;
      if (end == JsonToken.END_OBJECT) {
        key = parser.currentName();
        parser.nextToken();
      }
      long line = line();
      Row row = JsonValues.row(JsonValues.read(parser), file, line, options);
      if (key != null) {
        row.put("_key", key);
      }
      return row;
    } catch (JsonProcessingException e) {
      throw JsonValues.malformed(file, line(), e);
    }
  }

  private long line() {
    return parser.currentLocation().getLineNr();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
