package dev.regatta.coordinator.scenario.helm;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Makes a line feed of every kind of line end, as Python does of text files. */
final class UniversalNewlines extends FilterReader {
  private boolean afterReturn;

  UniversalNewlines(Reader in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int kept = 0;
    while (kept == 0) {
      int count = in.read(buffer, offset, length);
      if (count <= 0) {
        return count;
      }
      kept = rewrite(buffer, offset, count);
    }
    return kept;
  }

  /** How many characters are left. */
  private int rewrite(char[] buffer, int offset, int count) {
    int to = offset;
    for (int i = offset; i < offset + count; i++) {
      char c = buffer[i];
      if (c != '\n' || !afterReturn) {
        buffer[to++] = c == '\r' ? '\n' : c;
      }
      afterReturn = c == '\r';
    }
    return to - offset;
  }
}
