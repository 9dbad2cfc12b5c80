package dev.regatta.coordinator.data;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Comma or tab separated values as in RFC 4180, every value a string. As Python's reader does, text
 * after a closing quote is taken to belong to the field.
 */
final class DelimitedReader implements RowReader {
  private final DataFile file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> columns;

  DelimitedReader(DataFile file, DataOptions options, char delimiter) throws IOException {
    this.file = file;
    this.parser =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(options.delimiter() == null ? delimiter : options.delimiter())
            .setQuote(quote(options))
            .setIgnoreEmptyLines(true)
            .setTrailingData(true)
            .get()
            .parse(file.reader());
    this.records = parser.iterator();
    this.columns = options.columns() != null ? List.copyOf(options.columns()) : header();
  }

  private static Character quote(DataOptions options) {
    if (options.quote() == null) {
      return '"';
    }
    return options.quote().isEmpty() ? null : options.quote().charAt(0);
  }

  private List<String> header() {
    List<String> names = hasNext() ? records.next().toList() : List.of();
    if (new HashSet<>(names).size() < names.size()) {
      throw RegattaException.user(file.label() + ":1: a column is named twice in " + names);
    }
    return names;
  }

  @Override
  public Row next() {
    long line = parser.getCurrentLineNumber() + 1;
    if (!hasNext()) {
      return null;
    }
    CSVRecord values = records.next();
    if (values.size() != columns.size()) {
      throw RegattaException.user(
          "%s:%d: expected %d fields %s, found %d"
              .formatted(file.label(), line, columns.size(), columns, values.size()));
    }
    Row row = new Row(file.label(), line);
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), values.get(i));
    }
    return row;
  }

  /** The parser reads ahead in here, so this is where malformed text shows. */
  private boolean hasNext() {
    long line = parser.getCurrentLineNumber() + 1;
    try {
      return records.hasNext();
    } catch (UncheckedIOException e) {
      throw RegattaException.user(
          file.label() + ":" + line + ": malformed: " + e.getCause().getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
