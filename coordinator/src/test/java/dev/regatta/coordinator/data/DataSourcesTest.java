package dev.regatta.coordinator.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.net.httpserver.HttpServer;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourcesTest {
  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private DataSources sources;

  @BeforeEach
  void create() {
    sources =
        new DataSources(
            new Fetcher(
                directory.resolve(".cache"),
                environment,
                FetchListener.NONE,
                HttpClient.newHttpClient()),
            directory);
  }

  private void write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private List<Map<String, Object>> rows(String source) {
    return rows(source, DataOptions.DEFAULT);
  }

  private List<Map<String, Object>> rows(String source, DataOptions options) {
    try (Stream<Map<String, Object>> rows = sources.open(source, options).rows()) {
      return rows.toList();
    }
  }

  private String error(String source, DataOptions options) {
    try {
      rows(source, options);
    } catch (RegattaException e) {
      assertThat(e.category()).isEqualTo(ErrorCategory.USER);
      return e.getMessage();
    }
    throw new AssertionError("no error");
  }

  @Test
  void jsonLines() throws IOException {
    write("a.jsonl", "\uFEFF{\"b\": 1, \"a\": [1.5, null, {\"x\": true}]}\r\n\n{\"n\": NaN}");
    List<Map<String, Object>> rows = rows("a.jsonl");
    Map<String, Object> inner = Map.of("x", true);
    assertThat(rows.get(0).keySet()).containsExactly("b", "a");
    assertThat(rows.get(0))
        .containsEntry("b", 1L)
        .containsEntry("a", Arrays.asList(1.5, null, inner));
    assertThat(rows.get(1)).containsEntry("n", Double.NaN);
    assertThat(Row.placeOf(rows.get(1))).isEqualTo("a.jsonl:3");
  }

  @Test
  void malformedRowsNameFileAndLine() throws IOException {
    write("a.jsonl", "{\"a\": 1}\n{\"a\": \n");
    write("b.jsonl", "{\"a\": 1} {\"a\": 2}\n");
    write("c.csv", "x,y\n1,2\n\"two\nlines\",2\n3\n");
    write("d.csv", "x,x\n");
    write("e.json", "[{\"a\": 1},\n {\"a\" 2}]");
    write("f.csv", "x,y\n1,\"open\n");
    write("g.parquet", "no parquet");
    assertThat(error("a.jsonl", DataOptions.DEFAULT)).startsWith("a.jsonl:2: malformed JSON");
    assertThat(error("b.jsonl", DataOptions.DEFAULT)).startsWith("b.jsonl:1: more than one");
    assertThat(error("c.csv", DataOptions.DEFAULT))
        .isEqualTo("c.csv:5: expected 2 fields [x, y], found 1");
    assertThat(error("d.csv", DataOptions.DEFAULT)).startsWith("d.csv:1: a column is named twice");
    assertThat(error("e.json", DataOptions.DEFAULT)).startsWith("e.json:2: malformed JSON");
    assertThat(error("f.csv", DataOptions.DEFAULT)).startsWith("f.csv:2: malformed");
    assertThat(error("g.parquet", DataOptions.DEFAULT)).startsWith("g.parquet");
    Files.write(directory.resolve("h.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(error("h.txt", DataOptions.DEFAULT)).isEqualTo("h.txt: the text is not UTF-8");
  }

  @Test
  void goodRowsComeBeforeABadOne() throws IOException {
    write("a.jsonl", "{\"a\": 1}\noops\n");
    try (Stream<Map<String, Object>> rows = sources.open("a.jsonl", DataOptions.DEFAULT).rows()) {
      Iterator<Map<String, Object>> iterator = rows.iterator();
      assertThat(iterator.next()).containsEntry("a", 1L);
      assertThatThrownBy(iterator::hasNext).hasMessageContaining("a.jsonl:2");
    }
  }

  @Test
  void jsonDocuments() throws IOException {
    write("one.json", "{\"a\": 1}");
    write("several.json", "{\"a\": 1}\n{\"a\": 2}");
    write("keyed.json", "{\"rows\": {\"p\": {\"a\": 1}, \"q\": {\"a\": 2}}}");
    write("arrays.json", "{\"x\": {\"y\": 0}, \"t\": [[], [[1, 2], [3, 4]]]}");
    write("scalars.json", "[1, \"b\"]");
    assertThat(rows("one.json")).containsExactly(Map.of("a", 1L));
    assertThat(rows("several.json")).hasSize(2);
    assertThat(rows("keyed.json", DataOptions.DEFAULT.withRecords("rows/*")))
        .containsExactly(Map.of("a", 1L, "_key", "p"), Map.of("a", 2L, "_key", "q"));
    DataOptions table = DataOptions.DEFAULT.withRecords("/t/1").withColumns(List.of("c", "d"));
    assertThat(rows("arrays.json", table))
        .containsExactly(Map.of("c", 1L, "d", 2L), Map.of("c", 3L, "d", 4L));
    assertThat(rows("scalars.json")).containsExactly(Map.of("value", 1L), Map.of("value", "b"));
    assertThat(error("arrays.json", DataOptions.DEFAULT.withRecords("/nope")))
        .contains("there is no nope of the records path /nope");
    assertThat(error("arrays.json", DataOptions.DEFAULT.withRecords("/x")))
        .contains("expected an array at records path /x");
  }

  @Test
  void delimitedText() throws IOException {
    write("a.csv", "q,a\r\n\"says \"\"hi\"\", twice\r\nover\",\"\"\r\n\r\nplain, 2 \r\n");
    assertThat(rows("a.csv"))
        .containsExactly(
            Map.of("q", "says \"hi\", twice\r\nover", "a", ""), Map.of("q", "plain", "a", " 2 "));
    write("b.tsv", "\"quoted\" start\t1\n");
    DataOptions columns = DataOptions.DEFAULT.withColumns(List.of("q", "n"));
    assertThat(rows("b.tsv", columns)).containsExactly(Map.of("q", "quoted start", "n", "1"));
    DataOptions bare = new DataOptions("tsv", columns.columns(), null, columns.sha256(), null, "");
    assertThat(rows("b.tsv", bare)).containsExactly(Map.of("q", "\"quoted\" start", "n", "1"));
    write("c.csv", "x;y\n1;2\n");
    DataOptions semicolon =
        new DataOptions(null, null, null, DataOptions.DEFAULT.sha256(), ';', null);
    assertThat(rows("c.csv", semicolon)).containsExactly(Map.of("x", "1", "y", "2"));
  }

  @Test
  void compressedFilesAndArchives() throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("a.jsonl.gz")))) {
      out.write("{\"a\": 1}\n".getBytes(StandardCharsets.UTF_8));
    }
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(directory.resolve("z.zip")))) {
      for (String name : List.of("d/b.csv", "d/a.csv", "__MACOSX/d/a.csv", "README")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("x\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(rows("a.jsonl.gz")).containsExactly(Map.of("a", 1L));
    assertThat(rows("z.zip")).containsExactly(Map.of("x", "d/a.csv"), Map.of("x", "d/b.csv"));
    List<Map<String, Object>> member = rows("z.zip!d/b.csv");
    assertThat(member).containsExactly(Map.of("x", "d/b.csv"));
    assertThat(Row.placeOf(member.get(0))).isEqualTo("z.zip!d/b.csv:2");
    assertThat(error("z.zip!c", DataOptions.DEFAULT)).contains("There is no c in z.zip");
  }

  @Test
  void tarArchivesAndTheirMembersByPattern() throws IOException {
    Path archive = directory.resolve("t.tar.gz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      for (String name : List.of("test/b.csv", "test/a.csv", "test/deep/c.csv", "dev/a.csv")) {
        byte[] bytes = ("x\n" + name + "\n").getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
      }
    }
    assertThat(rows("t.tar.gz")).hasSize(4);
    assertThat(rows("t.tar.gz!test/*.csv"))
        .containsExactly(Map.of("x", "test/a.csv"), Map.of("x", "test/b.csv"));
    assertThat(rows("t.tar.gz!dev/a.csv")).containsExactly(Map.of("x", "dev/a.csv"));
    assertThat(error("t.tar.gz!val/*.csv", DataOptions.DEFAULT))
        .contains("There is no val/*.csv in t.tar.gz (it has [dev/a.csv, test/a.csv");
    Files.move(archive, directory.resolve("wrong.tar"));
    assertThat(rows("wrong.tar!dev/a.csv")).hasSize(1);
    write("broken.zip", "PK\u0003\u0004 and no more");
    assertThat(error("broken.zip", DataOptions.DEFAULT)).contains("broken.zip is damaged");
  }

  @Test
  void otherCompressions() throws IOException {
    try (OutputStream out =
        new ZstdOutputStream(Files.newOutputStream(directory.resolve("a.jsonl.zst")))) {
      out.write("{\"a\": 1}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(rows("a.jsonl.zst")).containsExactly(Map.of("a", 1L));
    byte[] bytes = Files.readAllBytes(directory.resolve("a.jsonl.zst"));
    Files.write(directory.resolve("cut.jsonl.zst"), Arrays.copyOf(bytes, bytes.length - 5));
    assertThat(error("cut.jsonl.zst", DataOptions.DEFAULT)).contains("cut.jsonl.zst: the compress");
  }

  @Test
  void damagedCompressionIsTheUsersError() throws IOException {
    write("plain.jsonl.gz", "{}");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write("{\"a\": 1}\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    }
    Files.write(directory.resolve("cut.jsonl.gz"), Arrays.copyOf(bytes.toByteArray(), 30));
    assertThat(error("plain.jsonl.gz", DataOptions.DEFAULT)).contains("plain.jsonl.gz");
    assertThat(error("cut.jsonl.gz", DataOptions.DEFAULT)).contains("cut.jsonl.gz: the compressed");
  }

  @Test
  void namesThatTellTheFormat() {
    assertThat(name("hf://datasets/o/d/x.parquet@refs/convert/parquet"))
        .isEqualTo("hf://datasets/o/d/x.parquet");
    assertThat(name("hf://datasets/o/d@v1/x.csv")).endsWith("x.csv");
    assertThat(name("https://host/x.csv.gz?download=true#top")).isEqualTo("https://host/x.csv");
    assertThat(name("mail@home.jsonl")).isEqualTo("mail@home.jsonl");
  }

  private static String name(String label) {
    return DataFile.of(label, Path.of("x")).name();
  }

  @Test
  void hashesAreRecordedAndChecked() throws IOException {
    write("a.txt", "abc");
    String hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(rows("a.txt", DataOptions.DEFAULT.withSha256(hash))).hasSize(1);
    assertThat(sources.hashes()).isEqualTo(Map.of("a.txt", hash));
    assertThat(error("a.txt", DataOptions.DEFAULT.withSha256("0".repeat(64)))).contains(hash);
    write("b.txt", "abc");
    assertThat(error("*.txt", DataOptions.DEFAULT.withSha256(hash))).contains("2 files");
  }

  @Test
  void whatIsNotThere() throws IOException {
    write("x.bin", "1");
    Files.createDirectories(directory.resolve("empty"));
    assertThat(error("missing.csv", DataOptions.DEFAULT)).contains("missing.csv: no such file");
    assertThat(error("empty", DataOptions.DEFAULT)).startsWith("No data files in empty");
    assertThat(error("none*.csv", DataOptions.DEFAULT)).startsWith("No data files in none*.csv");
    assertThat(error("x.bin", DataOptions.DEFAULT)).contains("Unknown extension of x.bin");
    assertThat(error("x.bin", DataOptions.DEFAULT.withFormat("xml"))).contains("format xml");
    assertThat(rows("x.bin", DataOptions.DEFAULT.withFormat("txt"))).hasSize(1);
  }

  @Test
  void parquetAsAnotherEngineWritesIt() throws Exception {
    String select =
        "SELECT * FROM (VALUES (1::BIGINT, 'Grüße', [1, NULL, 3], {'a': 1.5, 'b': ['x', 'y']},"
            + " DATE '2024-02-29', TIMESTAMP '2024-02-29 12:30:00', 2.50::DECIMAL(6, 2), true,"
            + " MAP {'k': 7}, [{'t': 'p'}, {'t': 'q'}], 0.5::FLOAT),"
            + " (NULL, NULL, [], NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL))"
            + " t(i, s, l, st, d, ts, dec, b, m, ls, f)";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (" + select + ") TO '" + directory.resolve("a.parquet") + "' (FORMAT parquet)");
    }
    List<Map<String, Object>> rows = rows("a.parquet");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .containsEntry("i", 1L)
        .containsEntry("s", "Grüße")
        .containsEntry("l", Arrays.asList(1L, null, 3L))
        .containsEntry("st", Map.of("a", 1.5, "b", List.of("x", "y")))
        .containsEntry("d", "2024-02-29")
        .containsEntry("ts", "2024-02-29T12:30")
        .containsEntry("dec", 2.5)
        .containsEntry("b", true)
        .containsEntry("m", Map.of("k", 7L))
        .containsEntry("ls", List.of(Map.of("t", "p"), Map.of("t", "q")))
        .containsEntry("f", 0.5);
    assertThat(rows.get(1)).containsEntry("i", null).containsEntry("l", List.of());
    assertThat(Row.placeOf(rows.get(1))).isEqualTo("a.parquet:2");
  }

  @Test
  void parquetValuesThatTheirColumnsTypeAloneExplains() throws Exception {
    String select =
        "SELECT 4294967295::UINTEGER AS u32, 200::UTINYINT AS u8, 18446744073709551615::UBIGINT AS"
            + " u64, 7::UBIGINT AS small, TIME '12:30:05.25' AS t,"
            + " UUID '12345678-9abc-def0-1234-56789abcdef0' AS id";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (" + select + ") TO '" + directory.resolve("a.parquet") + "' (FORMAT parquet)");
    }
    assertThat(rows("a.parquet").get(0))
        .containsEntry("u32", 4294967295L)
        .containsEntry("u8", 200L)
        .containsEntry("u64", "18446744073709551615")
        .containsEntry("small", 7L)
        .containsEntry("t", "12:30:05.250")
        .containsEntry("id", "12345678-9abc-def0-1234-56789abcdef0");
  }

  /** What no encoding can hold is a broken character, as wherever a character is cut. */
  @Test
  void halfACharacterOfJsonIsABrokenOne() throws IOException {
    write("a.jsonl", "{\"a\\udc00\": \"x\\ud83dy\", \"b\": \"\\ud83d\\ude00\"}\n");
    assertThat(rows("a.jsonl")).containsExactly(Map.of("a\uFFFD", "x\uFFFDy", "b", "\uD83D\uDE00"));
  }

  @Test
  void filesOfTheHub() throws IOException {
    HttpServer hub =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, String> pages =
        Map.of(
            "/api/datasets/o/d/tree/v1",
            "[{\"type\": \"directory\", \"path\": \"data\"},"
                + "{\"type\": \"file\", \"path\": \"data/b.jsonl\", \"size\": 9},"
                + "{\"type\": \"file\", \"path\": \"data/a.jsonl\", \"size\": 9},"
                + "{\"type\": \"file\", \"path\": \"README.md\", \"size\": 9}]",
            "/datasets/o/d/resolve/v1/data/a.jsonl",
            "{\"x\": \"a\"}",
            "/datasets/o/d/resolve/v1/data/b.jsonl",
            "{\"x\": \"b\"}");
    hub.createContext(
        "/",
        exchange -> {
          String page = pages.get(exchange.getRequestURI().getPath());
          byte[] body = (page == null ? "" : page).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(page == null ? 404 : 200, page == null ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    hub.start();
    try {
      environment.put("HF_ENDPOINT", "http://localhost:" + hub.getAddress().getPort());
      create();
      assertThat(rows("hf://datasets/o/d/data/*.jsonl@v1"))
          .containsExactly(Map.of("x", "a"), Map.of("x", "b"));
      assertThat(sources.hashes()).containsKey("hf://datasets/o/d/data/a.jsonl@v1");
    } finally {
      hub.stop(0);
    }
  }
}
