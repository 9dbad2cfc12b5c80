package dev.regatta.coordinator.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;

/** One JSON value per line; blank lines are passed over. */
final class JsonLinesReader implements RowReader {
  private final DataFile file;
  private final DataOptions options;
  private final BufferedReader lines;
  private long line;

  JsonLinesReader(DataFile file, DataOptions options) throws IOException {
    this.file = file;
    this.options = options;
    this.lines = file.reader();
  }

  @Override
  public Row next() throws IOException {
    while (true) {
      String text = lines.readLine();
      if (text == null) {
        return null;
      }
      line++;
      if (!text.isBlank()) {
        return JsonValues.row(parse(text), file, line, options);
      }
    }
  }

  private Object parse(String text) throws IOException {
    try (JsonParser parser = JsonValues.FACTORY.createParser(text)) {
      parser.nextToken();
      Object value = JsonValues.read(parser);
      if (parser.nextToken() != null) {
        throw JsonValues.malformed(file, line, "more than one JSON value on the line");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw JsonValues.malformed(file, line, e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
