package dev.regatta.store;

import dev.regatta.protocol.Credentials;
import dev.regatta.protocol.RegattaException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/** Files of a Hadoop file system that can rename (HDFS), by the connector on the class path. */
final class HadoopFileStore extends RenamingFileStore {
  private final FileSystem files;
  private final Configuration configuration;
  private final Path root;

  HadoopFileStore(FileSystem files, Configuration configuration, Path root) {
    this.files = files;
    this.configuration = configuration;
    this.root = root;
  }

  static HadoopFileStore open(URI location, Configuration given) {
    Configuration configuration = new Configuration(given);
    // Else Hadoop closes it in a shutdown hook of its own, while a service still drains into it.
    configuration.setBoolean(CommonConfigurationKeysPublic.FS_AUTOMATIC_CLOSE_KEY, false);
    try {
      return new HadoopFileStore(
          FileSystem.get(location, configuration), configuration, new Path(location));
    } catch (IOException e) {
      throw RegattaException.resource(
          "Cannot open the store "
              + Credentials.hidden(location.toString())
              + ": "
              + Credentials.hidden(String.valueOf(e.getMessage()))
              + " (expected a directory, or a URI whose Hadoop connector is on the class path)",
          e);
    }
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public InputFile input(String path) {
    return attempt("read", path, () -> HadoopInputFile.fromPath(resolve(path), configuration));
  }

  @Override
  public FileStat stat(String path) {
    return attempt(
        "look at",
        path,
        () -> {
          FileStatus status = files.getFileStatus(resolve(path));
          return new FileStat(status.getLen(), Long.toString(status.getModificationTime()));
        });
  }

  @Override
  OutputFile output(String path) {
    return attempt("write", path, () -> HadoopOutputFile.fromPath(resolve(path), configuration));
  }

  @Override
  public Optional<byte[]> get(String path) {
    return attempt(
        "read",
        path,
        () -> {
          try (FSDataInputStream in = files.open(resolve(path))) {
            return Optional.of(in.readAllBytes());
          } catch (FileNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  void create(String path, byte[] bytes) {
    attempt(
        "write",
        path,
        () -> {
          try (OutputStream out = files.create(resolve(path), false)) {
            out.write(bytes);
          }
          return path;
        });
  }

  @Override
  public boolean exists(String path) {
    return attempt("look for", path, () -> files.exists(resolve(path)));
  }

  @Override
  public List<String> list(String directory) {
    return attempt(
        "list",
        directory,
        () -> {
          try {
            return Arrays.stream(files.listStatus(resolve(directory)))
                .map(status -> status.getPath().getName())
                .sorted()
                .toList();
          } catch (FileNotFoundException e) {
            return List.of();
          }
        });
  }

  @Override
  void move(String from, String to) {
    attempt(
        "move " + from + " to",
        to,
        () -> {
          Path target = resolve(to);
          files.mkdirs(target.getParent());
          replace(resolve(from), target);
          return to;
        });
  }

  /**
   * HDFS replaces in one step where asked to; of the others most refuse where the target exists.
   */
  private void replace(Path source, Path target) throws IOException {
    if (!files.exists(source)) {
      throw new FileNotFoundException(source + " is gone");
    }
    if (files instanceof DistributedFileSystem hdfs) {
      hdfs.rename(source, target, Options.Rename.OVERWRITE);
    } else if (!renamed(source, target)) {
      files.delete(target, false);
      if (!files.rename(source, target)) {
        throw new IOException("the file system refused to rename");
      }
    }
  }

  private boolean renamed(Path source, Path target) throws IOException {
    try {
      return files.rename(source, target);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public void delete(String path) {
    attempt("delete", path, () -> files.delete(resolve(path), true));
  }

  private Path resolve(String path) {
    if (path.startsWith("/") || Arrays.asList(path.split("/")).contains("..")) {
      throw RegattaException.user("Path " + path + " leads out of the store " + root);
    }
    return path.isEmpty() ? root : new Path(root + "/" + path);
  }

  private <T> T attempt(String verb, String path, IoCall<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw RegattaException.resource(
          "Cannot " + verb + " " + path + " in the store " + root + ": " + e, e);
    }
  }
}
