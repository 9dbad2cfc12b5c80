package dev.regatta.store;

import java.io.IOException;

/** A step that may fail on the file system. */
interface IoCall<T> {
  T run() throws IOException;
}
