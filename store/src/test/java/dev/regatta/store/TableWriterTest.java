package dev.regatta.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.table.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the footer of a file tells whoever looks for a part of it. */
class TableWriterTest {
  private static final int ROWS = 25_000;
  private static final String FILE = "completions/model=m/a.parquet";

  @TempDir Path directory;

  @Test
  void rowGroupsAreShortAndTellTheirOrdinals() throws Exception {
    List<Long> least = new ArrayList<>();
    long rows = 0;
    for (BlockMetaData block : completions()) {
      assertThat(block.getRowCount()).isLessThanOrEqualTo(10_000);
      ColumnChunkMetaData ordinal = column(block, "ordinal");
      least.add((Long) ordinal.getStatistics().genericGetMin());
      assertThat((Long) ordinal.getStatistics().genericGetMax())
          .isEqualTo(rows + block.getRowCount() - 1);
      rows += block.getRowCount();
    }
    assertThat(least).containsExactly(0L, 10_000L, 20_000L);
    assertThat(rows).isEqualTo(ROWS);
  }

  @Test
  void textsHaveLeastAndGreatestValuesWhereRowsAreChosenByThem() throws Exception {
    Set<String> texts = new TreeSet<>();
    for (ColumnChunkMetaData column : completions().get(0).getColumns()) {
      if (column.getStatistics() != null && column.getStatistics().hasNonNullValue()) {
        texts.add(column.getPath().toDotString());
      }
    }
    assertThat(texts)
        .contains("sweep", "ordinal", "error_category")
        .doesNotContain("request_id", "worker", "error_message", "outputs.list.element.text");
  }

  private static ColumnChunkMetaData column(BlockMetaData block, String name) {
    return block.getColumns().stream()
        .filter(column -> column.getPath().toDotString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<BlockMetaData> completions() throws Exception {
    RandomRows random = new RandomRows(1);
    int sweep = place("sweep");
    int ordinal = place("ordinal");
    int category = place("error_category");
    try (TableWriter writer =
        Store.open(directory.toString())
            .write(Tables.COMPLETIONS, Map.of("model", "m"), "a.parquet")) {
      Object[] row = random.row(Tables.COMPLETIONS);
      for (long i = 0; i < ROWS; i++) {
        row[sweep] = "s";
        row[ordinal] = i;
        row[category] = i % 2 == 0 ? null : "MODEL";
        writer.write(row);
      }
      writer.commit();
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(new LocalInput(directory.resolve(FILE)))) {
      return reader.getRowGroups();
    }
  }

  private static int place(String column) {
    return Tables.COMPLETIONS.columns().indexOf(Tables.COMPLETIONS.column(column));
  }
}
