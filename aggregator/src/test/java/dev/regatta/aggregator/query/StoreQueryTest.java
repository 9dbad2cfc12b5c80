package dev.regatta.aggregator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Scoring;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreQueryTest {
  /** The store is on this machine. */
  private static final FileCache NO_CACHE = null;

  @TempDir Path directory;
  private Store store;
  private StoreQuery queries;

  @BeforeEach
  void writeStore() throws Exception {
    Files.writeString(directory.resolve("secret.csv"), "secret\n1\n");
    store = Store.open(directory.resolve("store").toString());
    write(
        Tables.COMPLETIONS,
        Map.of("model", "org/a"),
        completion(0, "yes | no"),
        completion(1, "two\nlines"));
    write(Tables.COMPLETIONS, Map.of("model", "7"), completion(0, "a,\"b\""));
    score("2026");
    queries = StoreQuery.open(store, QueryLimits.DEFAULTS, NO_CACHE);
  }

  @AfterEach
  void close() {
    queries.close();
  }

  @Test
  void everyTableIsAViewWithItsTypesEvenWithoutFiles() {
    assertThat(rows("SELECT model, ordinal, outputs[1].text FROM completions ORDER BY 1, 2"))
        .containsExactly(
            List.of("7", 0L, "a,\"b\""),
            List.of("org/a", 0L, "yes | no"),
            List.of("org/a", 1L, "two\nlines"));
    for (Table table : Tables.ALL) {
      assertThat(rows("DESCRIBE " + table.name()).stream().map(row -> row.get(0)).toList())
          .hasSize(table.partitions().size() + table.columns().size())
          .startsWith(table.partitions().get(0).name(), table.columns().get(0).name());
    }
    assertThat(rows("SELECT count(*), sum(mean) FROM stats").get(0)).containsExactly(0L, null);
    assertThat(rows("SHOW TABLES")).hasSize(Tables.ALL.size() + 1);
    assertThat(rows("SELECT completed_at FROM completions LIMIT 1"))
        .containsExactly(List.of("2026-01-02T03:04:05.678Z"));
  }

  @Test
  void theAnswerIsShownInPlaceOfTheQuarantineBeforeIt() {
    Object[] given = completion(0, "");
    given[Tables.COMPLETIONS.index("error_category")] = "MODEL";
    Object[] other = given.clone();
    other[Tables.COMPLETIONS.index("ordinal")] = 1L;
    Object[] elsewhere = given.clone();
    elsewhere[Tables.COMPLETIONS.index("sweep")] = "t";
    write(Tables.COMPLETIONS, Map.of("model", "m"), given, other, completion(0, "at last"));
    write(Tables.COMPLETIONS, Map.of("model", "n"), elsewhere, completion(1, "another's"));
    try (StoreQuery fresh = StoreQuery.open(store, QueryLimits.DEFAULTS, NO_CACHE);
        QueryResult result =
            fresh.query(
                "SELECT model, sweep, ordinal, error_category, outputs[1].text FROM completions"
                    + " WHERE model IN ('m', 'n') ORDER BY ALL")) {
      List<List<Object>> rows = new ArrayList<>();
      result.forEach(rows::add);
      assertThat(rows)
          .containsExactly(
              Arrays.asList("m", "s", 0L, null, "at last"),
              List.of("m", "s", 1L, "MODEL", ""),
              Arrays.asList("n", "s", 1L, null, "another's"),
              List.of("n", "t", 0L, "MODEL", ""));
    }
  }

  @Test
  void scoresHaveARowEach() {
    assertThat(
            rows(
                "SELECT sweep, instance_id, metric, value FROM instance_metrics"
                    + " WHERE metric = 'exact_match' ORDER BY instance_id"))
        .containsExactly(
            List.of("2026", "i1", "exact_match", 1.0), List.of("2026", "i2", "exact_match", 0.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('@/secret.csv')",
        "SELECT * FROM read_text('@/store/../secret.csv')",
        "SELECT * FROM read_text('@/store/completions/model=7/../../../secret.csv')",
        "SELECT * FROM read_text('@/store/link.csv')",
        "SELECT * FROM glob('@/*')",
        "SELECT * FROM query('SELECT * FROM read_text(''@/secret.csv'')')",
        "SELECT * FROM parquet_metadata('@/other.parquet')",
        "SELECT * FROM sniff_csv('@/secret.csv')",
        "COPY (SELECT 1) TO '@/out.csv'",
        "COPY completions TO '@/store/out.parquet'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '@/out.csv'",
        "ATTACH '@/out.db'",
        "EXPORT DATABASE '@/out'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '1TB'",
        "PRAGMA database_list",
        "CALL enable_logging()",
        "SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = '@/out')",
        "SELECT * FROM enable_profiling(save_location = '@/out.json')",
        "CREATE TABLE x AS SELECT 1",
        "DROP VIEW completions",
        "WITH x AS (DELETE FROM stats RETURNING *) SELECT * FROM x",
        "SELECT 1; COPY (SELECT 1) TO '@/out.csv'",
        "SELECT 1; SELECT 2",
        "/* c */ SET threads = 1",
        "PREPARE p AS SELECT 1",
        "BEGIN",
        "",
        "SELECT ("
      })
  void nothingButReadingTheTablesIsPossible(String sql) throws Exception {
    Files.createSymbolicLink(directory.resolve("store/link.csv"), directory.resolve("secret.csv"));
    List<String> before = tree();
    assertThatThrownBy(() -> rows(sql.replace("@", directory.toString())))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER));
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void aRefusalSaysWhatIsExpected() {
    assertThatThrownBy(() -> rows("SET threads = 1"))
        .hasMessage(
            "Cannot run SET threads = 1: it is not a reading statement"
                + " (expected one SELECT, WITH, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN)");
    assertThatThrownBy(() -> rows("SELECT nosuch FROM runs")).hasMessageContaining("nosuch");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aQueryThatTakesTooLongIsCancelled() {
    try (StoreQuery impatient =
        StoreQuery.open(store, new QueryLimits(Duration.ofMillis(300), 10, 128L << 20), NO_CACHE)) {
      String endless = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b";
      assertThatThrownBy(() -> impatient.query(endless).iterator())
          .isInstanceOf(RegattaException.class)
          .hasMessage("Query cancelled: it took longer than 0.3 s");
    }
  }

  @Test
  void rowsBeyondTheLimitAreLeftOut() {
    try (StoreQuery few =
            StoreQuery.open(
                store, new QueryLimits(Duration.ofSeconds(60), 2, 128L << 20), NO_CACHE);
        QueryResult result = few.query("SELECT * FROM range(1000000000)")) {
      List<Object> rows = new ArrayList<>();
      result.forEach(rows::add);
      assertThat(rows).containsExactly(List.of(0L), List.of(1L));
      assertThat(result.truncated()).isTrue();
    }
  }

  @Test
  void textFormats() throws Exception {
    String sql =
        "SELECT ordinal AS n, outputs[1].text AS t, error_message AS e FROM completions"
            + " ORDER BY model, n";
    assertThat(written(QueryFormat.TABLE, sql))
        .isEqualTo(
            """
            n  t          e
            -  ---------  ----
            0  a,"b"      NULL
            0  yes | no   NULL
            1  two lines  NULL
            (3 rows)
            """);
    assertThat(written(QueryFormat.CSV, sql))
        .isEqualTo("n,t,e\r\n0,\"a,\"\"b\"\"\",\r\n0,yes | no,\r\n1,\"two\nlines\",\r\n");
    assertThat(written(QueryFormat.MARKDOWN, sql))
        .isEqualTo(
            """
            | n | t | e |
            | ---: | --- | --- |
            | 0 | a,"b" |  |
            | 0 | yes \\| no |  |
            | 1 | two lines |  |
            """);
    JsonNode json = Json.MAPPER.readTree(written(QueryFormat.JSON, sql));
    assertThat(json).hasSize(3);
    assertThat(json.get(2).get("t").asText()).isEqualTo("two\nlines");
    assertThat(json.get(2).get("e").isNull()).isTrue();
    String nested =
        written(QueryFormat.JSON, "SELECT scores FROM instance_stats ORDER BY run, instance_id");
    assertThat(Json.MAPPER.readTree(nested).get(0).get("scores").get("ece").asDouble())
        .isEqualTo(0.5);
    assertThat(written(QueryFormat.TABLE, "EXPLAIN SELECT 1")).contains("─");
  }

  @Test
  void parquetKeepsTheTypes() throws Exception {
    Path file = directory.resolve("result.parquet");
    try (QueryResult result =
        queries.query("SELECT * FROM instance_stats ORDER BY instance_id; -- all")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      QueryFormat.PARQUET.write(result, out);
      Files.write(file, out.toByteArray());
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT scores['ece'] FROM '" + file + "'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getDouble(1)).isEqualTo(0.5);
    }
    try (QueryResult result = queries.query("DESCRIBE runs")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      QueryFormat.PARQUET.write(result, out);
      assertThat(out.toString(StandardCharsets.ISO_8859_1)).startsWith("PAR1").endsWith("PAR1");
    }
  }

  @Test
  void aStoreThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> StoreQuery.open(Store.open("no-such-store"), QueryLimits.DEFAULTS, NO_CACHE))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("no-such-store");
  }

  private List<String> tree() throws Exception {
    try (var files = Files.walk(directory)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private List<List<Object>> rows(String sql) {
    try (QueryResult result = queries.query(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      result.forEach(rows::add);
      return rows;
    }
  }

  private String written(QueryFormat format, String sql) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (QueryResult result = queries.query(sql)) {
      format.write(result, out);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private void score(String sweep) {
    Scoring scoring = store.score(sweep);
    try (TableWriter writer = scoring.write(Tables.INSTANCE_STATS, "a.parquet")) {
      writer.write("r", "org/a", "i1", "test", null, null, 0, scores(1.0, 0.5), null, null);
      writer.write("r", "org/a", "i2", "test", null, null, 0, scores(0.0, Double.NaN), null, null);
      writer.commit();
    }
    scoring.commit();
  }

  private static TreeMap<String, Double> scores(double match, double error) {
    return new TreeMap<>(Map.of("exact_match", match, "ece", error));
  }

  private static Object[] completion(long ordinal, String text) {
    Object[] output = {text, -1.0, "stop", List.of("t"), List.of(-1.0)};
    return new Object[] {
      "s",
      ordinal,
      "id",
      List.<Object[]>of(output),
      1,
      0,
      1,
      1_767_323_045_678_000L,
      0.1,
      null,
      0.2,
      "w",
      1,
      "rev",
      "simulated",
      "1",
      true,
      null,
      null,
      null
    };
  }

  private void write(Table table, Map<String, String> partition, Object[]... rows) {
    try (TableWriter writer = store.write(table, partition, "a.parquet")) {
      for (Object[] row : rows) {
        writer.write(row);
      }
      writer.commit();
    }
  }
}
