package dev.regatta.aggregator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.FileStat;
import dev.regatta.store.FileStore;
import dev.regatta.store.PendingFile;
import dev.regatta.store.Scoring;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.io.InputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of a store whose files DuckDB cannot open where they are. */
class RemoteQueryTest {
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path directory;
  private Remote remote;
  private Store store;
  private FileCache cache;

  @BeforeEach
  void writeStore() {
    remote = new Remote(FileStore.local(directory.resolve("store")));
    store = new Store(remote);
    writeInstances("a", 3);
    writeInstances("b=/", 2);
    score(1);
    remote.reads.clear();
    cache = cache(100 * MEBIBYTE, Instant.now());
  }

  private FileCache cache(long bytes, Instant now) {
    return new FileCache(directory.resolve("cache"), bytes, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void onlyTheTablesThatAQueryNamesAreCopied() {
    try (StoreQuery queries = StoreQuery.open(store, QueryLimits.DEFAULTS, cache)) {
      assertThat(rows(queries, "SELECT 1")).containsExactly(List.of(1));
      assertThat(remote.reads).isEmpty();
      assertThat(rows(queries, "SELECT sweep, count(*) FROM Instances GROUP BY 1 ORDER BY 1"))
          .containsExactly(List.of("a", 3L), List.of("b=/", 2L));
      assertThat(remote.reads).hasSize(2).allMatch(path -> path.startsWith("plans/instances/"));
      assertThat(rows(queries, "SELECT metric, value FROM instance_metrics"))
          .containsExactly(List.of("exact_match", 1.0));
      assertThat(remote.reads).hasSize(3);
    }
  }

  @Test
  void copiesServeUntilTheFileIsAnotherOne() {
    assertThat(ask("SELECT count(*) FROM instances")).containsExactly(List.of(5L));
    assertThat(ask("SELECT count(*) FROM instances")).containsExactly(List.of(5L));
    assertThat(remote.reads).hasSize(2);
    writeInstances("a", 40);
    assertThat(ask("SELECT count(*) FROM instances")).containsExactly(List.of(42L));
    assertThat(remote.reads).hasSize(3);
    score(0);
    assertThat(ask("SELECT value FROM instance_metrics")).containsExactly(List.of(0.0));
  }

  @Test
  void aCopyThatIsDamagedIsMadeAnew() throws Exception {
    ask("SELECT count(*) FROM instances");
    for (Path copy : copies()) {
      Files.write(copy, new byte[(int) Files.size(copy)]);
    }
    assertThat(ask("SELECT count(*) FROM instances")).containsExactly(List.of(5L));
    assertThat(remote.reads).hasSize(4);
  }

  @Test
  void theCacheKeepsItsBound() throws Exception {
    assertThatThrownBy(
            () -> {
              cache = cache(1000, Instant.now());
              ask("SELECT count(*) FROM instances");
            })
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("1,000");
    assertThat(remote.reads).isEmpty();

    long each = store.stat(store.files(Tables.INSTANCES, Map.of("sweep", "a")).get(0)).bytes();
    cache = cache(3 * each, Instant.now());
    ask("SELECT count(*) FROM instances");
    cache = cache(3 * each, Instant.now().plus(Duration.ofDays(1)));
    writeInstances("a", 40);
    writeInstances("b=/", 41);
    ask("SELECT count(*) FROM instances");
    long kept = 0;
    for (Path copy : copies()) {
      kept += Files.size(copy);
    }
    assertThat(kept).isLessThanOrEqualTo(3 * each);
    assertThat(ask("SELECT count(*) FROM instances")).containsExactly(List.of(81L));
  }

  @Test
  void nothingBesideTheCopiesCanBeRead() throws Exception {
    Path secret = Files.writeString(directory.resolve("cache-secret.csv"), "secret\n1\n");
    for (String sql :
        List.of(
            "SELECT * FROM read_csv('" + secret + "')",
            "SELECT * FROM read_text('" + cache.directory(store) + "/../../cache-secret.csv')",
            "SELECT * FROM read_parquet('" + directory + "/store/plans/instances/*/*.parquet')")) {
      assertThatThrownBy(() -> ask(sql)).isInstanceOf(RegattaException.class);
    }
  }

  private List<Path> copies() throws Exception {
    try (Stream<Path> tree = Files.walk(directory.resolve("cache"))) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  private List<List<Object>> ask(String sql) {
    try (StoreQuery queries = StoreQuery.open(store, QueryLimits.DEFAULTS, cache)) {
      return rows(queries, sql);
    }
  }

  private static List<List<Object>> rows(StoreQuery queries, String sql) {
    try (QueryResult result = queries.query(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      result.forEach(rows::add);
      return rows;
    }
  }

  private void writeInstances(String sweep, int count) {
    try (TableWriter writer =
        store.write(Tables.INSTANCES, Map.of("sweep", sweep), "part-0.parquet")) {
      for (long i = 0; i < count; i++) {
        writer.write("run", i, "id" + i, "test", null, null, "What?", List.of(), null);
      }
      writer.commit();
    }
  }

  private void score(double value) {
    Scoring scoring = store.score("a");
    try (TableWriter writer = scoring.write(Tables.INSTANCE_STATS, "part-0.parquet")) {
      Map<String, Double> scores = Map.of("exact_match", value);
      writer.write("r", "m", "i", "test", null, null, 0, scores, null, null);
      writer.commit();
    }
    scoring.commit();
  }

  /** Not on this machine, as far as anyone can tell; remembers what was read of Parquet. */
  private record Remote(FileStore files, List<String> reads) implements FileStore {
    Remote(FileStore files) {
      this(files, Collections.synchronizedList(new ArrayList<>()));
    }

    @Override
    public String location() {
      return "remote://store";
    }

    @Override
    public InputFile input(String path) {
      reads.add(path);
      return files.input(path);
    }

    @Override
    public FileStat stat(String path) {
      return files.stat(path);
    }

    @Override
    public PendingFile write(String path) {
      return files.write(path);
    }

    @Override
    public Optional<byte[]> get(String path) {
      return files.get(path);
    }

    @Override
    public void put(String path, byte[] bytes) {
      files.put(path, bytes);
    }

    @Override
    public boolean exists(String path) {
      return files.exists(path);
    }

    @Override
    public List<String> list(String directory) {
      return files.list(directory);
    }

    @Override
    public void delete(String path) {
      files.delete(path);
    }
  }
}
