package dev.regatta.coordinator.data;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/** Rows of a Parquet file. */
final class ParquetRows implements RowReader {
  private final DataFile file;
  private final ParquetReader<Group> reader;
  private long row;

  ParquetRows(DataFile file) throws IOException {
    this.file = file;
    Path path =
        file.plainFile()
            .orElseThrow(
                () ->
                    RegattaException.user(
                        "Cannot read "
                            + file.label()
                            + ": a Parquet file must not be compressed or in an archive"));
    this.reader = new Builder(new LocalInputFile(path)).build();
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file, new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  @Override
  public Row next() throws IOException {
    try {
      Group group = reader.read();
      return group == null
          ? null
          : new Row(file.label(), ++row, ParquetValues.struct(group, group.getType()));
    } catch (RuntimeException e) {
      throw RegattaException.user(
          file.label() + ":" + (row + 1) + ": no readable Parquet: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
