package dev.regatta.coordinator.data;

import java.io.Closeable;
import java.io.IOException;

/** Reads one file forward. */
interface RowReader extends Closeable {

  /** The next row, or null at the end. */
  Row next() throws IOException;
}
