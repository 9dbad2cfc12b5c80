package dev.regatta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreTest {
  private static final Map<String, String> MODEL = Map.of("model", "org/name v1=x%");

  @TempDir Path directory;

  private Store store() {
    return Store.open(directory.toString());
  }

  static List<Table> tables() {
    return Tables.ALL;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyTableComesBackAsWritten(Table table) {
    RandomRows random = new RandomRows(table.name().hashCode());
    Map<String, String> partition = Map.of(table.partitions().get(0).name(), "p");
    List<Object[]> rows = IntStream.range(0, 500).mapToObj(i -> random.row(table)).toList();
    if (Tables.RESULTS.contains(table)) {
      Scoring scoring = store().score("p");
      write(scoring.write(table, "a.parquet"), rows);
      scoring.commit();
    } else {
      writeAll(store(), table, partition, "a.parquet", rows);
    }

    List<String> columns = table.columns().stream().map(Column::name).toList();
    assertThat(read(store(), table, columns, partition)).containsExactlyElementsOf(plain(rows));
  }

  @Test
  void whoReadsWhileResultsChangeSeesOneOfTheTwo() {
    scored("1.parquet");
    AtomicBoolean rescored = new AtomicBoolean();
    FileStore racing =
        (FileStore)
            Proxy.newProxyInstance(
                FileStore.class.getClassLoader(),
                new Class<?>[] {FileStore.class},
                (proxy, method, arguments) -> {
                  Object result = method.invoke(new LocalFileStore(directory), arguments);
                  boolean manifests =
                      method.getName().equals("list")
                          && arguments[0].equals(Scoring.manifests("s"));
                  if (manifests && rescored.compareAndSet(false, true)) {
                    scored("2.parquet");
                  }
                  return result;
                });
    assertThat(new Store(racing).files(Tables.STATS, Map.of("sweep", "s")))
        .singleElement()
        .asString()
        .endsWith("2.parquet");
    assertThat(rescored).isTrue();
  }

  @Test
  void resultsAreKeptWhateverDigitsTheMachineWrites() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("fa-IR"));
    try {
      scored("1.parquet");
      scored("2.parquet");
    } finally {
      Locale.setDefault(before);
    }
    assertThat(store().scored("s")).isTrue();
    assertThat(store().files(Tables.STATS, Map.of("sweep", "s")))
        .singleElement()
        .asString()
        .matches(".*/00000002-[0-9a-f]{8}-2\\.parquet");
  }

  private void scored(String name) {
    Scoring scoring = store().score("s");
    write(scoring.write(Tables.STATS, name), List.of());
    scoring.commit();
  }

  @Test
  void readsOnlyTheAskedColumnsInTheAskedOrderWithPartitionsOverAllFiles() {
    Store store = store();
    store.put("completions/_notes.parquet", new byte[] {1});
    writeCompletion(store, "m/2", "a.parquet", 3);
    writeCompletion(store, "m/1", "b.parquet", 2);
    writeCompletion(store, "m/1", "a.parquet", 1);

    assertThat(read(store, Tables.COMPLETIONS, List.of("ordinal", "model", "sweep"), Map.of()))
        .containsExactly(List.of(1L, "m/1", "x"), List.of(2L, "m/1", "x"), List.of(3L, "m/2", "x"));
    assertThat(read(store, Tables.COMPLETIONS, List.of("model"), Map.of("model", "m/1")))
        .containsExactly(List.of("m/1"), List.of("m/1"));
    assertThat(store.partitionValues(Tables.COMPLETIONS)).containsExactly("m/1", "m/2");
    assertThat(store.files(Tables.COMPLETIONS, Map.of("model", "m/2")))
        .containsExactly("completions/model=m%2F2/a.parquet");
  }

  /** Else a reader of each of many files would look at all of them each time. */
  @Test
  void oneFileIsReadWithoutALookAtItsNeighbours() {
    writeCompletion(store(), "m/1", "a.parquet", 1);
    writeCompletion(store(), "m/1", "b.parquet", 2);
    FileStore local = new LocalFileStore(directory);
    FileStore blind =
        (FileStore)
            Proxy.newProxyInstance(
                FileStore.class.getClassLoader(),
                new Class<?>[] {FileStore.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isNotEqualTo("list");
                  return method.invoke(local, arguments);
                });
    Store store = new Store(blind);
    Map<String, String> model = Map.of("model", "m/1");
    List<String> columns = List.of("ordinal", "model");
    try (TableReader there = store.read(Tables.COMPLETIONS, columns, model, "b.parquet");
        TableReader none = store.read(Tables.COMPLETIONS, columns, model, "c.parquet")) {
      assertThat(plain(there.stream().toList())).containsExactly(List.of(2L, "m/1"));
      assertThat(none.stream()).isEmpty();
    }
  }

  @Test
  void partitionValuesSurviveAnyCharacter() {
    Store store = store();
    assertThat(store.path(Tables.COMPLETIONS, Map.of("model", "org/name")))
        .isEqualTo("completions/model=org%2Fname");
    for (String value : List.of("a%2Fb", "ä é", "..", "x=y", "a\tb", "%", "%2", "[0]*?")) {
      String name = HiveNames.directory("model", value);
      assertThat(HiveNames.value("model", name)).contains(value);
    }
    assertThatThrownBy(() -> store.path(Tables.COMPLETIONS, Map.of("sweep", "s")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[model]");
  }

  @Test
  void aFileIsSeenOnlyAfterItsCommit() throws Exception {
    Store store = store();
    try (TableWriter writer = store.write(Tables.COMPLETIONS, MODEL, "a.parquet")) {
      writer.write(completion(1));
      assertThat(store.files(Tables.COMPLETIONS, Map.of())).isEmpty();
      writer.commit();
      assertThat(writer.rows()).isEqualTo(1);
    }
    assertThat(ordinals(store)).containsExactly(1L);

    try (TableWriter writer = store.write(Tables.COMPLETIONS, MODEL, "a.parquet")) {
      writer.write(completion(2));
    }
    assertThat(ordinals(store)).containsExactly(1L);
    try (Stream<Path> files =
        Files.list(directory.resolve(store.path(Tables.COMPLETIONS, MODEL)))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("a.parquet");
    }
  }

  @Test
  void aSecondWriterReplacesTheFileAndClearsWhatAKilledOneLeft() throws Exception {
    Store store = store();
    TableWriter killed = store.write(Tables.COMPLETIONS, MODEL, "a.parquet");
    killed.write(completion(1));
    writeAll(store, Tables.COMPLETIONS, MODEL, "a.parquet", List.<Object[]>of(completion(2)));
    writeAll(store, Tables.COMPLETIONS, MODEL, "a.parquet", List.<Object[]>of(completion(3)));
    assertThat(ordinals(store)).containsExactly(3L);
    try (Stream<Path> files =
        Files.list(directory.resolve(store.path(Tables.COMPLETIONS, MODEL)))) {
      assertThat(files).hasSize(1);
    }
    assertThatThrownBy(killed::commit).isInstanceOf(RegattaException.class);
    assertThat(ordinals(store)).containsExactly(3L);
  }

  @Test
  void aValueThatDoesNotFitNamesTableAndColumn() {
    Store store = store();
    Object[] row = completion(1);
    row[Tables.COMPLETIONS.index("worker")] = null;
    assertRefused(store, row, "completions.worker: null");
    row[Tables.COMPLETIONS.index("worker")] = 7;
    assertRefused(store, row, "completions.worker: a Integer (expected STRING)");
    assertRefused(store, new Object[] {1}, "completions: 1 values (expected 20)");
    assertThat(store.files(Tables.COMPLETIONS, Map.of())).isEmpty();
  }

  private static void assertRefused(Store store, Object[] row, String message) {
    try (TableWriter writer = store.write(Tables.COMPLETIONS, MODEL, "a.parquet")) {
      assertThatThrownBy(() -> writer.write(row))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void timestampsAreTakenAsInstantsToo() {
    Store store = store();
    Object[] row = completion(1);
    row[Tables.COMPLETIONS.index("completed_at")] = Instant.parse("2026-01-02T03:04:05.678901Z");
    writeAll(store, Tables.COMPLETIONS, MODEL, "a.parquet", List.<Object[]>of(row));
    assertThat(read(store, Tables.COMPLETIONS, List.of("completed_at"), Map.of()))
        .containsExactly(List.of(1767323045678901L));
  }

  @Test
  void anUnknownSchemeIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> Store.open("nosuch://bucket/x"))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("nosuch://bucket/x")
        .hasMessageContaining("connector");
  }

  private static Object[] completion(long ordinal) {
    Map<String, Object> row = new LinkedHashMap<>();
    Tables.COMPLETIONS.columns().forEach(column -> row.put(column.name(), null));
    for (String text : List.of("sweep", "request_id", "worker", "model_revision", "runtime")) {
      row.put(text, "x");
    }
    row.put("ordinal", ordinal);
    row.put(
        "outputs",
        List.of(List.of("text", -1.5, "stop", List.of("te", "xt"), List.of(-1.0, -0.5))));
    row.put("attempt", 1);
    row.put("runtime_version", "1");
    row.put("simulated", true);
    return row.values().toArray();
  }

  private static void writeCompletion(Store store, String model, String file, long ordinal) {
    List<Object[]> rows = List.<Object[]>of(completion(ordinal));
    writeAll(store, Tables.COMPLETIONS, Map.of("model", model), file, rows);
  }

  private static void writeAll(
      Store store, Table table, Map<String, String> partition, String file, List<Object[]> rows) {
    write(store.write(table, partition, file), rows);
  }

  private static void write(TableWriter writer, List<Object[]> rows) {
    try (writer) {
      rows.forEach(writer::write);
      writer.commit();
    }
  }

  private static List<Object> ordinals(Store store) {
    return read(store, Tables.COMPLETIONS, List.of("ordinal"), Map.of()).stream()
        .map(row -> row.get(0))
        .toList();
  }

  private static List<List<Object>> read(
      Store store, Table table, List<String> columns, Map<String, String> partitions) {
    try (TableReader reader = store.read(table, columns, partitions)) {
      return plain(reader.stream().toList());
    }
  }

  /** Rows as lists, nested records too, so that they compare by value. */
  private static List<List<Object>> plain(List<Object[]> rows) {
    return rows.stream().map(StoreTest::plain).toList();
  }

  private static List<Object> plain(Object[] row) {
    List<Object> values = new ArrayList<>();
    for (Object value : row) {
      values.add(
          value instanceof List<?> list
              ? list.stream().map(v -> v instanceof Object[] nested ? plain(nested) : v).toList()
              : value);
    }
    return values;
  }
}
