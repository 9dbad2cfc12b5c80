package dev.regatta.store;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.InputFile;

/**
 * Rows of a table, one file after the other, in a stream: memory does not grow with the table. A
 * row has the asked columns in the asked order: String, Integer, Long, Double, Boolean, Long
 * (microseconds) for timestamps, List, SortedMap, Object[] for nested records; null where the
 * column has no value, or where the file is older than the column. Can be iterated once.
 */
public final class TableReader implements Iterable<Object[]>, AutoCloseable {
  private final FileStore files;
  private final Table table;
  private final List<Column> columns;

  /** For each asked column its position among the file's columns, or -1 for a partition. */
  private final int[] positions;

  private final String[] names;
  private final Iterator<TableFiles.Entry> pending;
  private TableFiles.Entry file;
  private ParquetReader<Object[]> parquet;

  TableReader(FileStore files, Table table, List<String> names, List<TableFiles.Entry> entries) {
    this.files = files;
    this.table = table;
    this.names = names.toArray(String[]::new);
    this.columns =
        names.stream().filter(name -> !isPartition(table, name)).map(table::column).toList();
    this.positions = new int[this.names.length];
    int next = 0;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = isPartition(table, this.names[i]) ? -1 : next++;
    }
    this.pending = entries.iterator();
  }

  private static boolean isPartition(Table table, String name) {
    return table.partitions().stream().anyMatch(column -> column.name().equals(name));
  }

  @Override
  public Iterator<Object[]> iterator() {
    return new Iterator<>() {
      private Object[] next = advance();

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Object[] next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        Object[] row = next;
        next = advance();
        return row;
      }
    };
  }

  /** The rows as a stream, which closes this reader when closed. */
  public Stream<Object[]> stream() {
    return StreamSupport.stream(
            () -> Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED),
            Spliterator.ORDERED,
            false)
        .onClose(this::close);
  }

  /** The next row, or null after the last. */
  private Object[] advance() {
    try {
      while (true) {
        if (parquet != null) {
          Object[] row = parquet.read();
          if (row != null) {
            return arrange(row);
          }
          close();
        }
        if (!pending.hasNext()) {
          return null;
        }
        file = pending.next();
        parquet = new Builder(files.input(file.path())).build();
      }
    } catch (IOException | ParquetRuntimeException e) {
      throw RegattaException.resource(
          "Cannot read "
              + file.path()
              + " of table "
              + table.name()
              + " in "
              + files.location()
              + ": "
              + e,
          e);
    }
  }

  private Object[] arrange(Object[] row) {
    if (columns.size() == names.length) {
      return row;
    }
    Object[] arranged = new Object[names.length];
    for (int i = 0; i < arranged.length; i++) {
      arranged[i] = positions[i] < 0 ? file.partitions().get(names[i]) : row[positions[i]];
    }
    return arranged;
  }

  @Override
  public void close() {
    ParquetReader<Object[]> open = parquet;
    parquet = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot close " + file.path() + ": " + e, e);
    }
  }

  private final class Builder extends ParquetReader.Builder<Object[]> {
    Builder(InputFile input) {
      super(input, new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Object[]> getReadSupport() {
      return new RowReadSupport(table, columns);
    }
  }
}
