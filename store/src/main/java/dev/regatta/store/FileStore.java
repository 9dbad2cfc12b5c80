package dev.regatta.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/**
 * The file operations that a {@link Store} needs. Paths are relative to the store's root and
 * separated by slashes. Failures are {@link dev.regatta.protocol.RegattaException}s of category
 * RESOURCE that name the path.
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

  /** A new file to write; missing directories are made. */
  OutputFile output(String path);

  /** Content of a file; empty where there is none. */
  Optional<byte[]> get(String path);

  /** Writes a new file; missing directories are made. Readers may see it half written. */
  void create(String path, byte[] bytes);

  boolean exists(String path);

  /** Names, not paths, of all entries of a directory in sorted order; empty where there is none. */
  List<String> list(String directory);

  /**
   * Moves a file or directory in one step where the file system can; its content is durable first.
   * A file at the target is replaced; a directory there must not exist.
   */
  void move(String from, String to);

  /** Deletes a file, or a directory with all it holds; nothing where there is none. */
  void delete(String path);
}
