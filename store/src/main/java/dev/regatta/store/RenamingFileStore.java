package dev.regatta.store;

import java.util.UUID;
import org.apache.parquet.io.OutputFile;

/** A file system that can rename a file in one step: files are written under hidden names first. */
abstract class RenamingFileStore implements FileStore {
  private static final String TEMPORARY = ".tmp";

  /** A new file to write; missing directories are made. */
  abstract OutputFile output(String path);

  /** Writes a new file; missing directories are made. Readers may see it half written. */
  abstract void create(String path, byte[] bytes);

  /** Gives a file its name in one step, its content durable first; replaces one that has it. */
  abstract void move(String from, String to);

  @Override
  public void put(String path, byte[] bytes) {
    String temporary = temporary(path);
    try {
      create(temporary, bytes);
      move(temporary, path);
    } catch (RuntimeException e) {
      deleteQuietly(temporary, e);
      throw e;
    }
  }

  /** On a full disk every try would leave its part. */
  private void deleteQuietly(String path, RuntimeException why) {
    try {
      delete(path);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public PendingFile write(String path) {
    deleteLeftovers(path);
    String temporary = temporary(path);
    OutputFile output = output(temporary);
    return new PendingFile() {
      @Override
      public OutputFile output() {
        return output;
      }

      @Override
      public void commit() {
        move(temporary, path);
      }

      @Override
      public void abort() {
        delete(temporary);
      }
    };
  }

  /** A hidden name in the same directory, unlike that of any other writer. */
  private static String temporary(String path) {
    int slash = path.lastIndexOf('/') + 1;
    return path.substring(0, slash)
        + "."
        + path.substring(slash)
        + "."
        + UUID.randomUUID()
        + TEMPORARY;
  }

  private void deleteLeftovers(String path) {
    int slash = path.lastIndexOf('/') + 1;
    String prefix = "." + path.substring(slash) + ".";
    for (String name : list(path.substring(0, slash))) {
      if (name.startsWith(prefix) && name.endsWith(TEMPORARY)) {
        delete(path.substring(0, slash) + name);
      }
    }
  }
}
