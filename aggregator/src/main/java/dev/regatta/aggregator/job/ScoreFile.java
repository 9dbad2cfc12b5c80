package dev.regatta.aggregator.job;

import dev.regatta.aggregator.statistics.Scored;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.ParquetSchema;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A file of instance_stats. Most of what scoring costs would be the map of scores, some twenty
 * entries for every row, if it went through Parquet's record writer: {@link ScorePages} makes its
 * pages. The other columns take the usual way.
 */
final class ScoreFile implements AutoCloseable {
  private static final FileEncryptionProperties PLAIN = null;
  private static final long ROW_GROUP_BYTES = 32L << 20;

  /** A row before it is written. */
  record ScoreRow(RunColumns run, UTF8String instance, Scored scored) {}

  private final MessageType schema =
      ParquetSchema.of(Tables.INSTANCE_STATS, Tables.INSTANCE_STATS.columns());
  private final ParquetProperties properties =
      ParquetProperties.builder()
          // Ids are all different: nothing recurs, and nobody looks for the least of them.
          .withDictionaryEncoding("instance_id", false)
          .withStatisticsEnabled("instance_id", false)
          .withSizeStatisticsEnabled(false)
          .withAllocator(HeapByteBufferAllocator.getInstance())
          .build();
  private final CodecFactory codecs;
  private final ParquetFileWriter file;
  private ScoreRowGroup rows;

  ScoreFile(Path path, Configuration configuration) throws IOException {
    codecs = new CodecFactory(configuration, properties.getPageSizeThreshold());
    file =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(path, configuration),
            schema,
            ParquetFileWriter.Mode.OVERWRITE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            PLAIN,
            properties);
    file.start();
    rows = rowGroup();
  }

  void write(ScoreRow row) throws IOException {
    rows.write(row);
    if (rows.bytes() > ROW_GROUP_BYTES) {
      rows.endIn(file);
      rows = rowGroup();
    }
  }

  private ScoreRowGroup rowGroup() {
    return new ScoreRowGroup(schema, properties, codecs.getCompressor(CompressionCodecName.ZSTD));
  }

  @Override
  public void close() throws IOException {
    try {
      rows.endIn(file);
      file.end(Map.of());
    } finally {
      file.close();
      codecs.release();
    }
  }
}
