package dev.regatta.aggregator.job;

import dev.regatta.aggregator.job.ScoreFile.ScoreRow;
import dev.regatta.aggregator.statistics.Context;
import java.io.IOException;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Rows of {@link ScoreFile} that are in memory, compressed but for the latest pages. */
final class ScoreRowGroup {
  private static final String SCORES = "scores";

  private final ColumnChunkPageWriteStore pages;
  private final ScorePages scores;
  private final ColumnWriteStore columns;
  private final RecordConsumer out;

  /** All columns but the scores, and the place of each. */
  private final MessageType schema;

  private final int run;
  private final int model;
  private final int instance;
  private final int split;
  private final int subSplit;
  private final int perturbation;
  private final int trial;
  private final int repeats;
  private long rows;

  ScoreRowGroup(MessageType whole, ParquetProperties properties, BytesInputCompressor compressor) {
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            whole,
            HeapByteBufferAllocator.getInstance(),
            properties.getColumnIndexTruncateLength());
    scores = new ScorePages(whole, SCORES, pages);
    schema =
        new MessageType(
            whole.getName(),
            whole.getFields().stream()
                .filter(field -> !field.getName().equals(SCORES))
                .toArray(Type[]::new));
    columns = properties.newColumnWriteStore(schema, pages, pages);
    out = new ColumnIOFactory().getColumnIO(schema).getRecordWriter(columns);
    run = schema.getFieldIndex("run");
    model = schema.getFieldIndex("model");
    instance = schema.getFieldIndex("instance_id");
    split = schema.getFieldIndex("split");
    subSplit = schema.getFieldIndex("sub_split");
    perturbation = schema.getFieldIndex("perturbation");
    trial = schema.getFieldIndex("trial");
    repeats = schema.getFieldIndex("repeats");
  }

  /** Memory that the rows take, about. */
  long bytes() {
    return columns.getBufferedSize() + scores.bytes();
  }

  void write(ScoreRow row) throws IOException {
    Context context = row.scored().context();
    out.startMessage();
    binary(run, row.run().run());
    binary(model, row.run().model());
    binary(instance, Binary.fromReusedByteArray(row.instance().getBytes()));
    text(split, context.split());
    text(subSplit, context.subSplit());
    text(perturbation, context.perturbation());
    start(trial);
    out.addInteger(row.scored().trial());
    end(trial);
    if (row.scored().rows().length > 1) {
      start(repeats);
      RepeatedScores.write(out, row.run(), row.scored());
      end(repeats);
    }
    out.endMessage();
    scores.write(row.run(), row.scored());
    rows++;
  }

  /** Moves the rows to the file. */
  void endIn(ParquetFileWriter file) throws IOException {
    if (rows > 0) {
      // Nulls of nested columns are held back until somebody asks for them.
      out.flush();
      columns.flush();
      scores.flush();
      file.startBlock(rows);
      pages.flushToFileWriter(file);
      file.endBlock();
    }
    columns.close();
    pages.close();
  }

  private void text(int column, String value) {
    if (value != null) {
      binary(column, Binary.fromString(value));
    }
  }

  private void binary(int column, Binary value) {
    start(column);
    out.addBinary(value);
    end(column);
  }

  private void start(int column) {
    out.startField(schema.getFieldName(column), column);
  }

  private void end(int column) {
    out.endField(schema.getFieldName(column), column);
  }
}
