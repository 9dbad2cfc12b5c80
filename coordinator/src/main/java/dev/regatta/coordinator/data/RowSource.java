package dev.regatta.coordinator.data;

import java.util.Map;
import java.util.stream.Stream;

/** Rows of one or more data files, in file order. */
public interface RowSource {

  /**
   * The rows, read as they are asked for. Columns keep the file's order; values are String, Long,
   * Double, Boolean, List, Map or null (of CSV and text files: String). May be called again; the
   * caller closes the stream. A malformed row ends it with a USER error that names file and line;
   * {@link Row#placeOf} tells the place of a row.
   */
  Stream<Map<String, Object>> rows();
}
