package dev.regatta.coordinator.data;

import java.io.BufferedReader;
import java.io.IOException;

/** Every line, blank ones too, is a row with the column {@code text}. */
final class TextReader implements RowReader {
  private final DataFile file;
  private final BufferedReader lines;
  private long line;

  TextReader(DataFile file) throws IOException {
    this.file = file;
    this.lines = file.reader();
  }

  @Override
  public Row next() throws IOException {
    String text = lines.readLine();
    if (text == null) {
      return null;
    }
    Row row = new Row(file.label(), ++line);
    row.put("text", text);
    return row;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
