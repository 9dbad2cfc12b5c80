package dev.regatta.store;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Table;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Writes one Parquet file of a table. The file takes its place at {@link #commit()}; closed without
 * it, or aborted, it leaves no trace. Not safe for use by several threads.
 */
public final class TableWriter implements AutoCloseable {
  /** Bounds what a writer buffers. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  /** Lets a reader that looks for a part of a file pass over most of the rest. */
  private static final int ROWS_PER_ROW_GROUP = 10_000;

  private static final int PAGE_BYTES = 1 << 20;

  /** Texts of which almost every one is another: a dictionary would be built to be thrown away. */
  private static final Set<String> DISTINCT =
      Set.of("prompt", "request_id", "messages", "instance_id", "input", "text");

  /** Texts by which rows are chosen; to compare every value of the others would be for nothing. */
  private static final Set<String> SOUGHT =
      Set.of(
          "sweep", "run", "model", "metric", "split", "sub_split", "annotator", "error_category");

  private final String location;
  private final Table table;
  private final String path;
  private final PendingFile file;
  private final ParquetWriter<Object[]> parquet;
  private long rows;
  private boolean closed;

  TableWriter(FileStore files, Table table, String path) {
    this.location = files.location();
    this.table = table;
    this.path = path;
    this.file = files.write(path);
    try {
      this.parquet = new Builder(file.output(), table).build();
    } catch (IOException e) {
      file.abort();
      throw failed(e);
    }
  }

  /**
   * Appends a row. Accepted are String, Integer, Long, Double, Boolean, for timestamps Instant or
   * Long (microseconds), for lists List, for maps Map, for nested records Object[] or List; null
   * only where the column is nullable.
   *
   * @param values in the order of the table's columns
   * @throws IllegalArgumentException for a value that does not fit; it names table and column, and
   *     the file can then only be aborted
   */
  public void write(Object... values) {
    try {
      parquet.write(values);
    } catch (IOException e) {
      throw failed(e);
    }
    rows++;
  }

  /** Rows written so far. */
  public long rows() {
    return rows;
  }

  /**
   * Size of the file if it ended now, in bytes; rows that are still buffered count uncompressed.
   */
  public long bytes() {
    return parquet.getDataSize();
  }

  /** Path of the file, relative to the root of the store. */
  public String path() {
    return path;
  }

  /** Ends the file and puts it in place, durably and in one step. */
  public void commit() {
    if (closed) {
      throw new IllegalStateException("File " + path + " is closed already");
    }
    try {
      parquet.close();
    } catch (IOException e) {
      throw failed(e);
    }
    file.commit();
    closed = true;
  }

  /** Throws the file away; nothing after a commit. */
  public void abort() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      parquet.close();
    } catch (IOException | RuntimeException e) {
      // A writer that failed may fail again on its way out; the file goes either way.
    } finally {
      file.abort();
    }
  }

  /** Aborts, unless committed. */
  @Override
  public void close() {
    abort();
  }

  private RegattaException failed(IOException e) {
    return RegattaException.resource(
        "Cannot write " + path + " of table " + table.name() + " in " + location + ": " + e, e);
  }

  private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
    private final Table table;

    Builder(OutputFile file, Table table) {
      super(file);
      this.table = table;
      withConf(new PlainParquetConfiguration());
      withCompressionCodec(CompressionCodecName.ZSTD);
      withRowGroupSize(ROW_GROUP_BYTES);
      withRowGroupRowCountLimit(ROWS_PER_ROW_GROUP);
      withPageSize(PAGE_BYTES);
      withSizeStatisticsEnabled(false);
      withDictionaryEncoding(false);
      for (ColumnDescriptor column : ParquetSchema.of(table, table.columns()).getColumns()) {
        String path = String.join(".", column.getPath());
        withDictionaryEncoding(path, repeats(column));
        withStatisticsEnabled(path, isSought(column));
      }
    }

    /** Whether a dictionary pays: measured numbers and running ones hardly ever recur. */
    private static boolean repeats(ColumnDescriptor column) {
      return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
        case BINARY -> !isDistinctText(column);
        case INT32 -> true;
        default -> false;
      };
    }

    /** Whether a reader would pass over rows by the least and the greatest value of the column. */
    private static boolean isSought(ColumnDescriptor column) {
      return column.getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BINARY
          || SOUGHT.contains(column.getPath()[0]);
    }

    private static boolean isDistinctText(ColumnDescriptor column) {
      String[] path = column.getPath();
      return DISTINCT.contains(path[path.length - 1]);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Deprecated by Parquet, yet abstract. */
    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<Object[]> getWriteSupport(Configuration conf) {
      return new RowWriteSupport(table);
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration conf) {
      return new RowWriteSupport(table);
    }
  }

  private static final class RowWriteSupport extends WriteSupport<Object[]> {
    private final Table table;
    private final ValueWriter.Fields fields;
    private RecordConsumer out;

    RowWriteSupport(Table table) {
      this.table = table;
      this.fields = new ValueWriter.Fields(table.name(), table.columns());
    }

    /** Deprecated by Parquet, yet abstract. */
    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration configuration) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return context();
    }

    private WriteContext context() {
      return new WriteContext(ParquetSchema.of(table, table.columns()), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      this.out = recordConsumer;
    }

    @Override
    public void write(Object[] row) {
      out.startMessage();
      fields.write(out, row);
      out.endMessage();
    }
  }
}
