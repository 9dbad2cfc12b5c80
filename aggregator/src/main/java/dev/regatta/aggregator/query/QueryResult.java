package dev.regatta.aggregator.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Columns and rows of a query, in a stream that can be read once. A value is null, a String,
 * Boolean, Number, List or Map; all other types come as their text. Close it.
 */
public final class QueryResult implements Iterable<List<Object>>, AutoCloseable {
  /**
   * A column of the result.
   *
   * @param type its type in SQL
   */
  public record ResultColumn(String name, String type) {}

  private final StoreQuery store;
  private final String sql;
  private final QueryLimits limits;
  private final Connection connection;
  private final Statement statement;
  private final Deadline deadline;
  private final ResultSet rows;
  private final List<ResultColumn> columns = new ArrayList<>();
  private long count;
  private boolean truncated;

  QueryResult(StoreQuery store, Connection connection, String sql, QueryLimits limits)
      throws SQLException {
    this.store = store;
    this.sql = sql;
    this.limits = limits;
    this.connection = connection;
    this.statement = connection.createStatement();
    this.deadline = new Deadline(statement, limits.timeout());
    try {
      this.rows = statement.executeQuery(sql);
      ResultSetMetaData metadata = rows.getMetaData();
      for (int i = 1; i <= metadata.getColumnCount(); i++) {
        columns.add(new ResultColumn(metadata.getColumnLabel(i), metadata.getColumnTypeName(i)));
      }
    } catch (SQLException e) {
      deadline.close();
      if (deadline.passed()) {
        throw deadline.error();
      }
      throw e;
    }
  }

  public List<ResultColumn> columns() {
    return List.copyOf(columns);
  }

  /** True once the rows have been read, where the row limit left some out. */
  public boolean truncated() {
    return truncated;
  }

  /** Rows read so far. */
  public long count() {
    return count;
  }

  /** The rows, up to the limit. */
  @Override
  public Iterator<List<Object>> iterator() {
    return new Iterator<>() {
      private List<Object> next = advance();

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public List<Object> next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        List<Object> row = next;
        count++;
        next = advance();
        return row;
      }
    };
  }

  /** The next row, or null after the last or at the limit. */
  private List<Object> advance() {
    try {
      if (!rows.next()) {
        return null;
      }
      if (count == limits.maxRows()) {
        truncated = true;
        return null;
      }
      List<Object> row = new ArrayList<>(columns.size());
      for (int i = 1; i <= columns.size(); i++) {
        row.add(SqlValue.plain(rows.getObject(i)));
      }
      return row;
    } catch (SQLException e) {
      throw deadline.passed() ? deadline.error() : StoreQuery.failed(e);
    }
  }

  /** The whole result as the bytes of a Parquet file, types kept. */
  byte[] parquet() {
    return store.parquet(sql);
  }

  @Override
  public void close() {
    deadline.close();
    StoreQuery.close(rows);
    StoreQuery.close(statement);
    StoreQuery.close(connection);
  }
}
