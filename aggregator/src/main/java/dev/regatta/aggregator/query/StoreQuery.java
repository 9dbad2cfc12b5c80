package dev.regatta.aggregator.query;

import static dev.regatta.aggregator.query.TableViews.quoted;

import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SQL over a store on a local disk: every table of {@link dev.regatta.protocol.table.Tables} is a
 * view, and {@code instance_scores} has a row for each score of each instance.
 *
 * <p>Read-only and closed: one SELECT (or DESCRIBE, SHOW, SUMMARIZE) at a time, no file outside of
 * the store, no change of settings, no extension, limits on rows, time and memory.
 */
public final class StoreQuery implements AutoCloseable {
  private final Connection connection;
  private final QueryLimits limits;

  /** Sees the result of a query; used by the writers of {@link QueryFormat}. */
  @FunctionalInterface
  public interface ResultHandler {
    /**
     * Takes at most so many rows; returns how many it took.
     *
     * @param rows before the first row
     */
    long handle(ResultSet rows, long most) throws SQLException;
  }

  /**
   * What a query gave.
   *
   * @param rows rows given out
   * @param truncated whether there were more than the limit
   */
  public record Outcome(long rows, boolean truncated) {}

  public StoreQuery(Store store, QueryLimits limits) {
    this(store, limits, Optional.empty());
  }

  /**
   * @param output the one file outside of the store that {@link #copyTo} may write
   */
  public StoreQuery(Store store, QueryLimits limits, Optional<Path> output) {
    if (!store.local()) {
      throw RegattaException.user(
          "Store " + store.location() + " (expected: a directory on this machine for SQL)");
    }
    this.limits = limits;
    try {
      this.connection = DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
        statement.execute("SET memory_limit = '" + limits.memoryMegabytes() + "MB'");
        statement.execute("SET allowed_directories = [" + quoted(store.location() + "/") + "]");
        if (output.isPresent()) {
          statement.execute(
              "SET allowed_paths = [" + quoted(output.get().toAbsolutePath().toString()) + "]");
        }
        statement.execute("SET enable_external_access = false");
        TableViews.create(statement, store);
        statement.execute("SET lock_configuration = true");
      }
    } catch (SQLException e) {
      throw RegattaException.internal("Cannot open the query engine: " + e.getMessage(), e);
    }
  }

  /**
   * Runs one query.
   *
   * @throws RegattaException USER for SQL that is wrong or not allowed; RESOURCE where a limit was
   *     passed
   */
  public Outcome query(String sql, ResultHandler handler) {
    requireSelect(sql);
    try (Statement statement = connection.createStatement()) {
      AtomicBoolean late = new AtomicBoolean();
      Timer timer = cancelLate(statement, late);
      try (ResultSet rows = statement.executeQuery(limited(sql))) {
        long given = handler.handle(rows, limits.rows());
        return new Outcome(given, given == limits.rows() && rows.next());
      } catch (SQLException e) {
        throw failed(e, late.get());
      } finally {
        timer.cancel();
      }
    } catch (SQLException e) {
      throw failed(e, false);
    }
  }

  /** Runs one query and writes its rows as JSON texts, one column per row. */
  public Outcome queryJson(String sql, ResultHandler handler) {
    requireSelect(sql);
    return query("SELECT to_json(row_of_result) FROM (" + bare(sql) + ") row_of_result", handler);
  }

  /** Writes all rows of a query to the Parquet file that the constructor allowed. */
  public void copyTo(String sql, Path output) {
    requireSelect(sql);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY ("
              + bare(sql)
              + ") TO "
              + quoted(output.toAbsolutePath().toString())
              + " (FORMAT parquet, COMPRESSION zstd)");
    } catch (SQLException e) {
      throw failed(e, false);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw RegattaException.internal("Cannot close the query engine", e);
    }
  }

  private String limited(String sql) {
    return "SELECT * FROM (" + bare(sql) + ") LIMIT " + (limits.rows() + 1);
  }

  private static String bare(String sql) {
    return sql.strip().replaceFirst(";\\s*$", "");
  }

  /** DuckDB's own parser says what the text is: it can serialise SELECT statements only. */
  private void requireSelect(String sql) {
    String question =
        "SELECT json_extract_string(tree, '$.error_message'),"
            + " json_array_length(tree, '$.statements') FROM (SELECT json_serialize_sql(?) AS tree)";
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, sql);
      try (ResultSet answer = statement.executeQuery()) {
        answer.next();
        String error = answer.getString(1);
        if (error != null) {
          throw RegattaException.user("SQL: " + error + " (expected: one SELECT)");
        }
        if (answer.getLong(2) != 1) {
          throw RegattaException.user(
              "SQL: " + answer.getLong(2) + " statements (expected: one SELECT)");
        }
      }
    } catch (SQLException e) {
      throw failed(e, false);
    }
  }

  private Timer cancelLate(Statement statement, AtomicBoolean late) {
    Timer timer = new Timer("query-limit", true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            late.set(true);
            try {
              statement.cancel();
            } catch (SQLException e) {
              // It ended on its own meanwhile.
            }
          }
        },
        limits.time().toMillis());
    return timer;
  }

  private RegattaException failed(SQLException e, boolean late) {
    if (late) {
      return RegattaException.resource(
          "The query ran longer than " + limits.time().toSeconds() + " s", e);
    }
    return RegattaException.user("SQL: " + e.getMessage());
  }
}
