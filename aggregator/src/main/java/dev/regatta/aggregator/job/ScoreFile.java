package dev.regatta.aggregator.job;

import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.Scored;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.ParquetSchema;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A file of instance_stats. The names of the metrics recur in every row: they are kept as bytes
 * instead of going through Spark's rows, which would copy and decode each of them.
 */
final class ScoreFile implements AutoCloseable {
  private static final int RUN = 0;
  private static final int MODEL = 1;
  private static final int INSTANCE = 2;
  private static final int SPLIT = 3;
  private static final int SUB_SPLIT = 4;
  private static final int PERTURBATION = 5;
  private static final int TRIAL = 6;
  private static final int SCORES = 7;
  private static final int REPEATS = 8;
  private static final String[] COLUMNS =
      Tables.INSTANCE_STATS.columns().stream().map(c -> c.name()).toArray(String[]::new);

  /** A row before it is written. */
  record ScoreRow(RunColumns run, UTF8String instance, Scored scored) {}

  private final ParquetWriter<ScoreRow> writer;

  ScoreFile(Path path, Configuration configuration) throws IOException {
    MessageType schema = ParquetSchema.of(Tables.INSTANCE_STATS, Tables.INSTANCE_STATS.columns());
    writer = new Builder(HadoopOutputFile.fromPath(path, configuration), schema).build();
  }

  void write(ScoreRow row) throws IOException {
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<ScoreRow, Builder> {
    private final MessageType schema;

    Builder(OutputFile file, MessageType schema) {
      super(file);
      this.schema = schema;
      withWriteMode(ParquetFileWriter.Mode.OVERWRITE);
      withCompressionCodec(CompressionCodecName.ZSTD);
      // Ids are all different and so are most scores that are not 0 or 1: looking each up costs
      // more
      // than zstd needs to find the repetition.
      withDictionaryEncoding("instance_id", false);
      withDictionaryEncoding("scores.key_value.value", false);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @Deprecated
    protected WriteSupport<ScoreRow> getWriteSupport(Configuration configuration) {
      return new Rows(schema);
    }

    @Override
    protected WriteSupport<ScoreRow> getWriteSupport(ParquetConfiguration configuration) {
      return new Rows(schema);
    }
  }

  private static final class Rows extends WriteSupport<ScoreRow> {
    private final MessageType schema;
    private RecordConsumer out;

    Rows(MessageType schema) {
      this.schema = schema;
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(ScoreRow row) {
      Context context = row.scored().context();
      out.startMessage();
      binary(RUN, row.run().run());
      binary(MODEL, row.run().model());
      binary(INSTANCE, Binary.fromReusedByteArray(row.instance().getBytes()));
      text(SPLIT, context.split());
      text(SUB_SPLIT, context.subSplit());
      text(PERTURBATION, context.perturbation());
      out.startField(COLUMNS[TRIAL], TRIAL);
      out.addInteger(row.scored().trial());
      out.endField(COLUMNS[TRIAL], TRIAL);
      out.startField(COLUMNS[SCORES], SCORES);
      scores(row.run(), row.scored());
      out.endField(COLUMNS[SCORES], SCORES);
      if (row.scored().rows().length > 1) {
        out.startField(COLUMNS[REPEATS], REPEATS);
        RepeatedScores.write(out, row.run(), row.scored());
        out.endField(COLUMNS[REPEATS], REPEATS);
      }
      out.endMessage();
    }

    private void scores(RunColumns run, Scored scored) {
      out.startGroup();
      out.startField("key_value", 0);
      for (int i = 0; i < run.size(); i++) {
        double value = scored.mean(run.metric(i));
        if (!Double.isNaN(value)) {
          out.startGroup();
          out.startField("key", 0);
          out.addBinary(run.name(i));
          out.endField("key", 0);
          out.startField("value", 1);
          out.addDouble(value);
          out.endField("value", 1);
          out.endGroup();
        }
      }
      out.endField("key_value", 0);
      out.endGroup();
    }

    private void text(int column, String value) {
      if (value != null) {
        binary(column, Binary.fromString(value));
      }
    }

    private void binary(int column, Binary value) {
      out.startField(COLUMNS[column], column);
      out.addBinary(value);
      out.endField(COLUMNS[column], column);
    }
  }
}
