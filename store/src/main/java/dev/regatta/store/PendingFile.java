package dev.regatta.store;

import org.apache.parquet.io.OutputFile;

/**
 * A file that is being written. Nobody sees it under its name before {@link #commit()}. Not safe
 * for use by several threads.
 */
public interface PendingFile {
  /** Where to write the content; its stream is to be closed before the commit. */
  OutputFile output();

  /**
   * Puts the file in place, durably and in one step; one that is there is replaced. Fails where
   * another writer of the same file has begun since: what this one has written is gone then.
   */
  void commit();

  /** Throws away what was written; nothing after a commit. */
  void abort();
}
