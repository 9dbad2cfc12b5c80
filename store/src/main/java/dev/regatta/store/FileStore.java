package dev.regatta.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.io.InputFile;

/**
 * The file operations that a {@link Store} needs, chosen so that an object store has them too:
 * nothing is renamed, and a file appears whole or not at all. Paths are relative to the store's
 * root and separated by slashes. Failures are {@link dev.regatta.protocol.RegattaException}s of
 * category RESOURCE that name the path; a path that leads out of the store is one of category USER.
 */
public interface FileStore {
  /** Files below a directory of the local or a mounted file system. */
  static FileStore local(Path root) {
    return new LocalFileStore(root);
  }

  /** Absolute path or URI of the root. */
  String location();

  /** A file to read; it must exist. */
  InputFile input(String path);

  /** Size and version of a file; it must exist. */
  FileStat stat(String path);

  /**
   * Begins a file; missing directories are made. What killed writers of the same file left behind
   * is cleared away.
   */
  PendingFile write(String path);

  /** Content of a file; empty where there is none. */
  Optional<byte[]> get(String path);

  /** Writes or replaces a small file, durably and in one step; missing directories are made. */
  void put(String path, byte[] bytes);

  /** Whether there is a file, or a directory that holds something. */
  boolean exists(String path);

  /** Names, not paths, of all entries of a directory in sorted order; empty where there is none. */
  List<String> list(String directory);

  /** Deletes a file, or a directory with all it holds; nothing where there is none. */
  void delete(String path);
}
