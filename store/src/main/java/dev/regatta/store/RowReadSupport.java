package dev.regatta.store;

import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** Reads some columns of a table's file as rows. */
final class RowReadSupport extends ReadSupport<Object[]> {
  private final Table table;
  private final List<Column> columns;

  RowReadSupport(Table table, List<Column> columns) {
    this.table = table;
    this.columns = columns;
  }

  @Override
  public ReadContext init(InitContext context) {
    return new ReadContext(ParquetSchema.of(table, columns));
  }

  /** Deprecated by Parquet, yet abstract. */
  @Override
  @SuppressWarnings("deprecation")
  public RecordMaterializer<Object[]> prepareForRead(
      Configuration conf, Map<String, String> metadata, MessageType file, ReadContext context) {
    return new Rows(columns);
  }

  @Override
  public RecordMaterializer<Object[]> prepareForRead(
      ParquetConfiguration conf,
      Map<String, String> metadata,
      MessageType file,
      ReadContext context) {
    return new Rows(columns);
  }

  private static final class Rows extends RecordMaterializer<Object[]> {
    private final GroupConverter root;
    private Object[] row;

    Rows(List<Column> columns) {
      this.root = new ValueReader.Fields(columns, values -> row = (Object[]) values);
    }

    @Override
    public Object[] getCurrentRecord() {
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }
}
