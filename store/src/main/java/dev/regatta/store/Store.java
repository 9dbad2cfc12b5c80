package dev.regatta.store;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Hive-partitioned Parquet tables and small files below one root.
 *
 * <p>A file appears under its name only when it is complete: until then it has a hidden temporary
 * name that no reader of the tables (this class, Spark, DuckDB) takes for data. Safe for use by
 * several threads and processes.
 */
public final class Store {
  /** At least two letters, so that a Windows drive is a path. */
  private static final Pattern URI_SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  private static final String TEMPORARY = ".tmp";

  private final FileStore files;

  public Store(FileStore files) {
    this.files = files;
  }

  /**
   * Opens a store. Nothing is created before the first write.
   *
   * @param location a path, or a URI of a Hadoop file system such as {@code hdfs:} or {@code s3a:}
   */
  public static Store open(String location) {
    if (!URI_SCHEME.matcher(location).matches()) {
      return new Store(new LocalFileStore(Path.of(location)));
    }
    URI uri = uri(location);
    if ("file".equals(uri.getScheme())) {
      return new Store(new LocalFileStore(Path.of(uri.getPath())));
    }
    return new Store(HadoopFileStore.open(uri));
  }

  private static URI uri(String location) {
    try {
      return URI.create(location);
    } catch (IllegalArgumentException e) {
      throw RegattaException.user(
          "Invalid store location " + location + " (expected a directory or a URI)");
    }
  }

  /** Absolute path or URI of the root. */
  public String location() {
    return files.location();
  }

  /** True where the file system is a local or mounted one. */
  public boolean local() {
    return files instanceof LocalFileStore;
  }

  /**
   * The directory of a table's partition, relative to the root: {@code
   * completions/model=org%2Fname}. Partitions are given from the outermost; inner ones may be left
   * out.
   */
  public String path(Table table, Map<String, String> partitions) {
    StringBuilder path = new StringBuilder(table.directory());
    int used = 0;
    for (Column column : table.partitions()) {
      String value = partitions.get(column.name());
      if (value == null) {
        break;
      }
      path.append('/').append(HiveNames.directory(column.name(), value));
      used++;
    }
    if (used != partitions.size()) {
      throw new IllegalArgumentException(
          "Partitions of "
              + table.name()
              + ": "
              + partitions.keySet()
              + " (expected a prefix of "
              + table.partitions().stream().map(Column::name).toList()
              + ")");
    }
    return path.toString();
  }

  /**
   * Writes a file of a table, replacing one of the same name when the writer commits.
   *
   * @param partitions a value for every partition of the table
   * @param fileName ends in {@code .parquet}
   */
  public TableWriter write(Table table, Map<String, String> partitions, String fileName) {
    if (partitions.size() != table.partitions().size() || !TableFiles.isData(fileName)) {
      throw new IllegalArgumentException(
          "Cannot write " + fileName + " of " + table.name() + " in " + partitions);
    }
    return new TableWriter(files, table, path(table, partitions) + "/" + fileName);
  }

  /**
   * Reads the asked columns, partition columns among them where asked, of all files in the order of
   * their paths. Nothing is read before the first row is taken.
   *
   * @param partitions a prefix of the table's partitions; empty for all
   */
  public TableReader read(Table table, List<String> columns, Map<String, String> partitions) {
    return new TableReader(files, table, columns, TableFiles.list(this, table, partitions));
  }

  /** Paths of a table's files, in order. */
  public List<String> files(Table table, Map<String, String> partitions) {
    return TableFiles.list(this, table, partitions).stream().map(TableFiles.Entry::path).toList();
  }

  /** Values of the outermost partition of a table, in order: its sweeps or models. */
  public List<String> partitionValues(Table table) {
    String key = table.partitions().get(0).name();
    List<String> values = new ArrayList<>();
    for (String name : list(table.directory())) {
      HiveNames.value(key, name).ifPresent(values::add);
    }
    return values;
  }

  public boolean exists(String path) {
    return files.exists(path);
  }

  /** Content of a small file; empty where there is none. */
  public Optional<byte[]> get(String path) {
    return files.get(path);
  }

  /** Writes or replaces a small file in one step. */
  public void put(String path, byte[] bytes) {
    String temporary = temporary(path);
    files.create(temporary, bytes);
    files.move(temporary, path);
  }

  /** Writes or replaces a file of any size in one step; reads the stream to its end. */
  public void put(String path, InputStream content) {
    String temporary = temporary(path);
    try (OutputStream out = files.output(temporary).create(0)) {
      content.transferTo(out);
    } catch (IOException e) {
      files.delete(temporary);
      throw RegattaException.resource("Cannot write " + path + " in " + location() + ": " + e, e);
    }
    files.move(temporary, path);
  }

  /**
   * The content of a file of any size, to be closed by the caller.
   *
   * @throws RegattaException RESOURCE where it cannot be read
   */
  public InputStream stream(String path) {
    try {
      return files.input(path).newStream();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot read " + path + " in " + location() + ": " + e, e);
    }
  }

  /** Names of the entries of a directory in sorted order, hidden ones left out. */
  public List<String> list(String directory) {
    return files.list(directory).stream().filter(name -> !name.startsWith(".")).toList();
  }

  /** Deletes a file, or a directory with all it holds. */
  public void delete(String path) {
    files.delete(path);
  }

  /**
   * Puts a directory in the place of another, which is deleted. There is a moment at which neither
   * stands under {@code to}; whoever is killed in it repeats the replacement.
   */
  public void replaceDirectory(String from, String to) {
    String old = temporary(to);
    if (files.exists(to)) {
      files.move(to, old);
    }
    files.move(from, to);
    files.delete(old);
  }

  /** A hidden name in the same directory, unlike that of any other writer. */
  static String temporary(String path) {
    int slash = path.lastIndexOf('/') + 1;
    return path.substring(0, slash)
        + "."
        + path.substring(slash)
        + "."
        + UUID.randomUUID()
        + TEMPORARY;
  }

  /** Removes what killed writers of the same file left behind. */
  static void deleteLeftovers(FileStore files, String path) {
    int slash = path.lastIndexOf('/') + 1;
    String prefix = "." + path.substring(slash) + ".";
    for (String name : files.list(path.substring(0, slash))) {
      if (name.startsWith(prefix) && name.endsWith(TEMPORARY)) {
        files.delete(path.substring(0, slash) + name);
      }
    }
  }
}
