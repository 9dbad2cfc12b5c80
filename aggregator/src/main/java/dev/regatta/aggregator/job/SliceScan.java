package dev.regatta.aggregator.job;

import dev.regatta.protocol.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads slices by Spark's scan of Parquet, a task for each, and joins them without a shuffle: rows
 * as of {@link SweepJoin}.
 */
final class SliceScan {
  private final SparkSession spark;

  SliceScan(SparkSession spark) {
    this.spark = spark;
  }

  JavaRDD<InternalRow> rows(List<Slice> slices) {
    StructType requests = requests();
    StructType completions = completions();
    return scan(slices, Slice::requests, requests)
        .zipPartitions(
            scan(slices, Slice::completions, completions), new SliceJoin(requests, completions));
  }

  /** Columns of instances, which no file of requests has, are read as null. */
  private static StructType requests() {
    StructType requests = SparkSchemas.of(Tables.REQUESTS);
    StructType instances = SparkSchemas.of(Tables.INSTANCES);
    StructType schema = new StructType();
    for (String name : JoinedColumns.REQUEST) {
      boolean ofInstance = JoinedColumns.INSTANCE.contains(name);
      StructField field = (ofInstance ? instances : requests).apply(name);
      schema = schema.add(name, field.dataType(), ofInstance || field.nullable());
    }
    return schema;
  }

  /** Those of the join, and the ordinal after them. No completion of a slice is foreign. */
  private static StructType completions() {
    StructType completions = SparkSchemas.of(Tables.COMPLETIONS);
    StructType schema = new StructType();
    for (String name : JoinedColumns.COMPLETION) {
      schema =
          switch (name) {
            case JoinedColumns.ANSWERED_ID -> schema.add(completions.apply("request_id"));
            case JoinedColumns.FOREIGN -> schema.add(name, DataTypes.BooleanType, true);
            default -> schema.add(completions.apply(name));
          };
    }
    return schema.add(completions.apply("ordinal"));
  }

  private JavaRDD<InternalRow> scan(
      List<Slice> slices, Function<Slice, List<RowGroup>> part, StructType schema) {
    scala.collection.immutable.Map<String, String> options =
        scala.collection.immutable.Map.from(
            CollectionConverters.asScala(
                java.util.Map.of(FileFormat.OPTION_RETURNING_BATCH(), "false")));
    var read =
        new ParquetFileFormat()
            .buildReaderWithPartitionValues(
                spark,
                schema,
                new StructType(),
                schema,
                seq(List.of()),
                options,
                new Configuration(spark.sparkContext().hadoopConfiguration()));
    List<FilePartition> partitions =
        IntStream.range(0, slices.size())
            .mapToObj(i -> new FilePartition(i, files(part.apply(slices.get(i)))))
            .toList();
    return new FileScanRDD(
            spark,
            read,
            seq(partitions),
            schema,
            seq(List.of()),
            FileScanRDD.$lessinit$greater$default$6(),
            new FileSourceOptions(options))
        .toJavaRDD();
  }

  /** A reader takes the row groups of whose bytes the middle one is in its range. */
  private static PartitionedFile[] files(List<RowGroup> groups) {
    List<PartitionedFile> files = new ArrayList<>();
    for (int from = 0, to = 1; from < groups.size(); from = to++) {
      while (to < groups.size() && follows(groups.get(to - 1), groups.get(to))) {
        to++;
      }
      RowGroup first = groups.get(from);
      RowGroup last = groups.get(to - 1);
      files.add(file(first, last.start() + last.length() - first.start()));
    }
    return files.toArray(PartitionedFile[]::new);
  }

  private static boolean follows(RowGroup a, RowGroup b) {
    return a.file().equals(b.file()) && b.number() == a.number() + 1;
  }

  private static PartitionedFile file(RowGroup first, long length) {
    return new PartitionedFile(
        InternalRow.empty(),
        SparkPath.fromFileStatus(first.file()),
        first.start(),
        length,
        new String[0],
        first.file().getModificationTime(),
        first.file().getLen(),
        Map$.MODULE$.empty());
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
