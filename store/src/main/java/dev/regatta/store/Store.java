package dev.regatta.store;

import dev.regatta.protocol.Credentials;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * Hive-partitioned Parquet tables and small files below one root.
 *
 * <p>A file appears under its name only when it is complete; no reader of the tables (this class,
 * Spark, DuckDB) takes what it was before for data. The tables of results are replaced as a whole:
 * of a sweep, the files of its latest {@link Scoring} count. Safe for use by several threads and
 * processes.
 */
public final class Store {
  /** At least two letters, so that a Windows drive is a path. */
  private static final Pattern URI_SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  private final FileStore files;

  public Store(FileStore files) {
    this.files = files;
  }

  /**
   * Opens a store. Nothing is created before the first write.
   *
   * @param location a path; a URI whose scheme a {@link FileStoreProvider} on the class path has,
   *     such as {@code s3:}; or a URI of a Hadoop file system, such as {@code hdfs:}
   */
  public static Store open(String location) {
    return open(location, null);
  }

  /**
   * As {@link #open(String)}.
   *
   * @param configuration for Hadoop file systems, and asked first for the settings of others, by
   *     {@code regatta.NAME}; null for what Hadoop finds on the class path
   */
  public static Store open(String location, Configuration configuration) {
    if (!URI_SCHEME.matcher(location).matches()) {
      return new Store(new LocalFileStore(Path.of(location)));
    }
    URI uri = uri(location);
    if ("file".equals(uri.getScheme())) {
      return new Store(new LocalFileStore(Path.of(uri.getPath())));
    }
    Optional<FileStoreProvider> provider = provider(uri);
    if (provider.isPresent()) {
      return new Store(provider.get().open(uri, StoreSettings.of(configuration)));
    }
    Configuration hadoop = configuration == null ? new Configuration() : configuration;
    return new Store(HadoopFileStore.open(uri, hadoop));
  }

  /**
   * Makes a Hadoop configuration fit for reading a store under its URI, in this and, serialized, in
   * other processes.
   */
  public static void configure(String location, Configuration configuration) {
    if (URI_SCHEME.matcher(location).matches()) {
      provider(uri(location))
          .ifPresent(p -> p.hadoop(StoreSettings.of(configuration)).forEach(configuration::set));
    }
  }

  private static Optional<FileStoreProvider> provider(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    return ServiceLoader.load(FileStoreProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.scheme().equals(scheme))
        .findFirst();
  }

  private static URI uri(String location) {
    try {
      return URI.create(location);
    } catch (IllegalArgumentException e) {
      throw RegattaException.user(
          "Invalid store location "
              + Credentials.hidden(location)
              + " (expected a directory or a URI)");
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
   * Writes a file of a table, replacing one of the same name when the writer commits. Results are
   * written by a {@link #score scoring}.
   *
   * @param partitions a value for every partition of the table
   * @param fileName ends in {@code .parquet}
   */
  public TableWriter write(Table table, Map<String, String> partitions, String fileName) {
    if (partitions.size() != table.partitions().size()
        || !TableFiles.isData(fileName)
        || Tables.RESULTS.contains(table)) {
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

  /**
   * As {@link #read(Table, List, Map)}, of one file; empty where it is not there. Its neighbours,
   * which may be many, are not looked at.
   *
   * @param partitions a value for every partition of the table, which is none of results
   */
  public TableReader read(
      Table table, List<String> columns, Map<String, String> partitions, String fileName) {
    TableFiles.Entry file =
        new TableFiles.Entry(path(table, partitions) + "/" + fileName, partitions);
    return new TableReader(
        files, table, columns, files.exists(file.path()) ? List.of(file) : List.of());
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

  /**
   * Copies a file of the store to this machine.
   *
   * @throws RegattaException RESOURCE where one of the two fails
   */
  public void download(String path, Path target) {
    try (InputStream in = stream(path);
        OutputStream out = Files.newOutputStream(target)) {
      in.transferTo(out);
    } catch (IOException e) {
      throw RegattaException.resource(
          "Cannot copy " + path + " of the store " + location() + " to " + target + ": " + e, e);
    }
  }

  /** Size and version of a file; it must exist. */
  public FileStat stat(String path) {
    return files.stat(path);
  }

  /** Whether a sweep has results. */
  public boolean scored(String sweep) {
    return Scoring.last(this, sweep).isPresent();
  }

  /** Makes a sweep one without results; what is left of them goes when it is scored again. */
  public void forgetScores(String sweep) {
    files.delete(Scoring.manifests(sweep));
  }

  /**
   * Asks whoever scores a sweep next to do so for an epoch in which all its outcomes are in place.
   */
  public void askForScores(String sweep, int epoch) {
    Scoring.ask(this, sweep, epoch);
  }

  /**
   * Hash of a sweep's results, where their scoring began after {@link #askForScores} for this epoch
   * and before that for another one: they rest on all of its outcomes.
   */
  public Optional<String> scoresOf(String sweep, int epoch) {
    return Scoring.hash(this, sweep, epoch);
  }

  /** Begins to write the results of a sweep anew; the present ones stay until it commits. */
  public Scoring score(String sweep) {
    return Scoring.begin(this, files, sweep);
  }

  /** Content of a small file; empty where there is none. */
  public Optional<byte[]> get(String path) {
    return files.get(path);
  }

  /** Writes or replaces a small file in one step. */
  public void put(String path, byte[] bytes) {
    files.put(path, bytes);
  }

  /** Writes or replaces a file of any size in one step; reads the stream to its end. */
  public void put(String path, InputStream content) {
    PendingFile file = files.write(path);
    try (OutputStream out = file.output().createOrOverwrite(0)) {
      content.transferTo(out);
    } catch (IOException e) {
      file.abort();
      throw RegattaException.resource("Cannot write " + path + " in " + location() + ": " + e, e);
    }
    file.commit();
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
}
