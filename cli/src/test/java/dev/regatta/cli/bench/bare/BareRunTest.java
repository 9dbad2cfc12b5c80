package dev.regatta.cli.bench.bare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.cli.bench.BenchSweep;
import dev.regatta.protocol.table.Table;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareRunTest {
  private static final int REQUESTS = 2000;

  @Test
  void everyRequestIsPlannedAndLandedOnce(@TempDir Path directory) {
    BareRun.Result result = new BareRun(REQUESTS, directory).run();

    Store store = Store.open(directory.resolve("store").toString());
    assertThat(texts(store, BareRequest.TABLE, "prompt"))
        .isEqualTo(IntStream.range(0, REQUESTS).mapToObj(BenchSweep::prompt).toList());
    assertThat(texts(store, BareAnswer.TABLE, "text"))
        .isEqualTo(IntStream.range(0, REQUESTS).mapToObj(BenchSweep::answer).toList());
    assertThat(result.seconds()).isPositive();
    assertThat(result.cpuSeconds()).containsOnlyKeys("broker", "worker", "sink", "coordinator");
  }

  @Test
  void aPartThatFailsEndsTheRunWithItsReason(@TempDir Path directory) throws IOException {
    Path inTheWay = Files.createDirectory(directory.resolve("store")).resolve("bare_requests");
    Files.createFile(inTheWay);

    assertThatThrownBy(() -> new BareRun(REQUESTS, directory).run())
        .hasMessageContaining("ended early")
        .hasMessageContaining(inTheWay.toString());
  }

  /** In the order of the ordinals, each of which has one. */
  private static List<String> texts(Store store, Table table, String column) {
    List<Map.Entry<Integer, String>> rows = new ArrayList<>();
    try (TableReader reader = store.read(table, List.of("ordinal", column), Map.of())) {
      reader.forEach(row -> rows.add(Map.entry((Integer) row[0], (String) row[1])));
    }
    return rows.stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList();
  }
}
