package dev.regatta.aggregator.job;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * A row group of a file of requests or completions, as the file's footer tells.
 *
 * @param number of the row group in its file
 * @param model whose requests they are, or null where there are several or it is not known
 * @param sweep as the model; of requests it is null
 * @param least ordinal; without statistics, the least there is
 * @param greatest ordinal; without statistics, the greatest there is
 * @param failures rows of requests that were given up; without statistics, all
 * @param bytes that the columns which scoring reads have before compression
 */
record RowGroup(
    FileStatus file,
    int number,
    long start,
    long length,
    long rows,
    String model,
    String sweep,
    long least,
    long greatest,
    long failures,
    long bytes) {

  /** By default Parquet reads all of Hadoop's configuration again for each file. */
  private static final ParquetReadOptions OPTIONS =
      ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

  /** Those of a file of requests. */
  static List<RowGroup> requests(Path file, Configuration configuration) {
    return read(file, configuration, JoinedColumns.REQUEST, null);
  }

  /** Those of a file of completions of a model. */
  static List<RowGroup> completions(Path file, Configuration configuration, String model) {
    return read(file, configuration, JoinedColumns.COMPLETION, model);
  }

  boolean overlaps(long from, long to) {
    return least <= to && greatest >= from;
  }

  private static List<RowGroup> read(
      Path path, Configuration configuration, List<String> scored, String model) {
    try {
      FileStatus file = path.getFileSystem(configuration).getFileStatus(path);
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromStatus(file, configuration), OPTIONS)) {
        List<RowGroup> groups = new ArrayList<>();
        for (BlockMetaData block : reader.getRowGroups()) {
          groups.add(of(file, groups.size(), block, scored, model));
        }
        return groups;
      }
    } catch (IOException e) {
      throw RegattaException.resource("Cannot read " + path, e);
    }
  }

  private static RowGroup of(
      FileStatus file, int number, BlockMetaData block, List<String> scored, String model) {
    String group = model;
    String sweep = null;
    long least = Long.MIN_VALUE;
    long greatest = Long.MAX_VALUE;
    long failures = block.getRowCount();
    long bytes = 0;
    for (ColumnChunkMetaData column : block.getColumns()) {
      String[] name = column.getPath().toArray();
      Statistics<?> values = column.getStatistics();
      if (scored.contains(name[0])) {
        bytes += column.getTotalUncompressedSize();
      }
      switch (name[0]) {
        case "model" -> group = only(values);
        case "sweep" -> sweep = only(values);
        case "ordinal" -> {
          if (values instanceof LongStatistics ordinals && ordinals.hasNonNullValue()) {
            least = ordinals.getMin();
            greatest = ordinals.getMax();
          }
        }
        case "error_category" -> {
          if (values != null && values.isNumNullsSet()) {
            failures = block.getRowCount() - values.getNumNulls();
          }
        }
        default -> {}
      }
    }
    return new RowGroup(
        file,
        number,
        block.getStartingPos(),
        block.getCompressedSize(),
        block.getRowCount(),
        group,
        sweep,
        least,
        greatest,
        failures,
        bytes);
  }

  /** The text that every row has. */
  private static String only(Statistics<?> values) {
    return values != null
            && values.hasNonNullValue()
            && values.genericGetMin().equals(values.genericGetMax())
        ? values.minAsString()
        : null;
  }
}
