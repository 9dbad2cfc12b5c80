package dev.regatta.coordinator.data;

import java.util.List;
import java.util.Optional;

/**
 * How to read a source.
 *
 * @param format one of {@code jsonl}, {@code json}, {@code csv}, {@code tsv}, {@code txt}, {@code
 *     parquet}; null to go by the file's extension
 * @param columns names for files without a header (csv, tsv) and for rows that are arrays (json,
 *     jsonl); null where the file names its columns
 * @param records path to the rows in a JSON document, like {@code /data/rows}; a last step {@code
 *     *} takes the values of an object and keeps their keys in the column {@code _key}; null where
 *     the document is an array of rows, or one row
 * @param sha256 of the one file that the source is
 * @param delimiter between fields; null for the format's own
 * @param quote around fields; null for {@code "}, empty for files without quoting
 */
public record DataOptions(
    String format,
    List<String> columns,
    String records,
    Optional<String> sha256,
    Character delimiter,
    String quote) {

  /** All by the file's extension and header. */
  public static final DataOptions DEFAULT =
      new DataOptions(null, null, null, Optional.empty(), null, null);

  public DataOptions withFormat(String value) {
    return new DataOptions(value, columns, records, sha256, delimiter, quote);
  }

  public DataOptions withColumns(List<String> value) {
    return new DataOptions(format, value, records, sha256, delimiter, quote);
  }

  public DataOptions withRecords(String value) {
    return new DataOptions(format, columns, value, sha256, delimiter, quote);
  }

  public DataOptions withSha256(String value) {
    return new DataOptions(format, columns, records, Optional.ofNullable(value), delimiter, quote);
  }
}
