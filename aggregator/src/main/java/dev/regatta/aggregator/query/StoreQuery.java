package dev.regatta.aggregator.query;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;

/**
 * SQL over a store, by DuckDB: every table of {@link Tables#ALL} is a view, and {@code
 * instance_metrics} has a row for every score of {@code instance_stats}.
 *
 * <p>Queries see the files that were there when this was opened; of a store that is not on this
 * machine, when a table was first named. They can only read, and only those files: DuckDB's own
 * parser must take the text for one SELECT (or DESCRIBE, SHOW, SUMMARIZE, EXPLAIN of one); file
 * access is closed but for the tables' files; no setting can be changed and no extension loaded.
 * Safe for use by several threads.
 */
public final class StoreQuery implements AutoCloseable {
  private static final Pattern EXPLAIN =
      Pattern.compile("\\s*EXPLAIN\\s+(ANALYZE\\s+)?", Pattern.CASE_INSENSITIVE);

  private final QueryLimits limits;
  private final DuckDBConnection database;

  /** The only file that may be written, and only by ourselves: a COPY is no SELECT. */
  private final Path export;

  /** Null where the store is on this machine. */
  private final StagedTables staged;

  private StoreQuery(
      QueryLimits limits, DuckDBConnection database, Path export, StagedTables staged) {
    this.limits = limits;
    this.database = database;
    this.export = export;
    this.staged = staged;
  }

  /**
   * Opens a store for queries.
   *
   * @param cache of the files of stores that are not on this machine: those of a table are copied
   *     there when a query first names it
   * @throws RegattaException USER where a store on this machine is not there
   */
  public static StoreQuery open(Store store, QueryLimits limits, FileCache cache) {
    if (store.local() && !Files.isDirectory(Path.of(store.location()))) {
      throw RegattaException.user(
          "Cannot query the store " + store.location() + " (expected an existing directory)");
    }
    Path export = null;
    try {
      export = Files.createTempFile("regatta-query", ".parquet");
      StagedTables staged = store.local() ? null : new StagedTables(store, cache);
      return new StoreQuery(limits, connect(store, staged, limits, export), export, staged);
    } catch (IOException | SQLException e) {
      delete(export);
      throw RegattaException.resource(
          "Cannot open the store " + store.location() + " for queries: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      delete(export);
      throw e;
    }
  }

  private static DuckDBConnection connect(
      Store store, StagedTables staged, QueryLimits limits, Path export) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
    try (Statement statement = connection.createStatement()) {
      List<String> readable = new ArrayList<>(List.of(export.toString()));
      for (Table table : Tables.ALL) {
        List<String> files = staged == null ? files(store, table) : List.of();
        statement.execute(QueryViews.view(table, files));
        readable.addAll(files);
      }
      statement.execute(QueryViews.INSTANCE_METRICS);
      List<String> directories = staged == null ? List.of() : List.of(staged.directory() + "/");
      for (String setting : lockdown(limits, readable, directories)) {
        statement.execute("SET GLOBAL " + setting);
      }
      return connection.unwrap(DuckDBConnection.class);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static List<String> files(Store store, Table table) {
    return store.files(table, Map.of()).stream()
        .map(file -> store.location() + "/" + file)
        .toList();
  }

  /** The last two close the door: nothing can be set after them. */
  private static List<String> lockdown(
      QueryLimits limits, List<String> readable, List<String> directories) {
    return List.of(
        "TimeZone = 'UTC'",
        "memory_limit = '" + (limits.memoryBytes() >> 20) + "MiB'",
        "temp_directory = ''",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_community_extensions = false",
        "allowed_paths = " + QueryViews.list(readable),
        "allowed_directories = " + QueryViews.list(directories),
        "enable_external_access = false",
        "lock_configuration = true");
  }

  /**
   * Starts a query; its rows come as they are read.
   *
   * @throws RegattaException USER where the text is not one reading statement, or fails
   */
  public QueryResult query(String sql) {
    Connection connection = null;
    try {
      connection = database.duplicate();
      requireReading(connection, sql);
      if (staged != null) {
        staged.stage(connection, sql);
      }
      return new QueryResult(this, connection, sql, limits);
    } catch (SQLException e) {
      close(connection);
      throw failed(e);
    } catch (RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  static RegattaException failed(SQLException e) {
    return new RegattaException(ErrorCategory.USER, "Query failed: " + e.getMessage(), e);
  }

  /** Asks DuckDB's parser, which knows best what it will run. */
  private static void requireReading(Connection connection, String sql) throws SQLException {
    Matcher explain = EXPLAIN.matcher(sql);
    String statement = explain.lookingAt() ? sql.substring(explain.end()) : sql;
    String parse =
        "SELECT j->>'error', j->>'error_message', json_array_length(j->'statements')"
            + " FROM (SELECT json_serialize_sql(?) AS j)";
    try (PreparedStatement parser = connection.prepareStatement(parse)) {
      parser.setString(1, statement);
      try (ResultSet answer = parser.executeQuery()) {
        answer.next();
        if ("true".equals(answer.getString(1))) {
          throw refused(sql, answer.getString(2));
        }
        if (answer.getInt(3) != 1) {
          throw refused(sql, answer.getInt(3) + " statements");
        }
      }
    }
  }

  private static RegattaException refused(String sql, String why) {
    String reason = why.startsWith("Only SELECT") ? "it is not a reading statement" : why;
    return RegattaException.user(
        "Cannot run %s: %s (expected one SELECT, WITH, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN)"
            .formatted(sql.strip().lines().findFirst().orElse("an empty query"), reason));
  }

  /** Runs the query again into a Parquet file and hands that over; one at a time. */
  synchronized byte[] parquet(String sql) {
    // As a literal, so that no comment or semicolon of the text can reach the statement around it.
    String copy =
        "COPY (SELECT * FROM query(%s) LIMIT %d) TO %s"
                .formatted(
                    QueryViews.literal(sql),
                    limits.maxRows(),
                    QueryViews.literal(export.toString()))
            + " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)";
    try (Connection connection = database.duplicate();
        Statement statement = connection.createStatement();
        Deadline deadline = new Deadline(statement, limits.timeout())) {
      try {
        statement.execute(copy);
      } catch (SQLException e) {
        throw deadline.passed() ? deadline.error() : failed(e);
      }
      return Files.readAllBytes(export);
    } catch (SQLException | IOException e) {
      throw RegattaException.resource("Cannot write Parquet: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    close(database);
    delete(export);
  }

  static void close(AutoCloseable resource) {
    try {
      if (resource != null) {
        resource.close();
      }
    } catch (Exception e) {
      throw RegattaException.internal("Cannot close the query: " + e.getMessage(), e);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw RegattaException.resource("Cannot delete " + file + ": " + e.getMessage(), e);
    }
  }
}
