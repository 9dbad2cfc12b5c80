package dev.regatta.cli;

import static dev.regatta.cli.Cli.regatta;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HELM's results through the command line: in, scored, summarized, out. */
class HelmCommandsTest {
  private static final String RUN = "boolq:model=mock_beta";

  @TempDir private Path directory;
  private Path gold;

  @BeforeEach
  void findGold() {
    Path data = SharedData.directory().orElse(Path.of("none"));
    gold = data.resolveSibling("gold/e2e_helm");
    Assumptions.assumeTrue(Files.isDirectory(gold), "shared/gold is not beside this checkout");
  }

  @Test
  void aSuiteGoesInAndOutAgain() throws IOException {
    Path suite = Files.createDirectories(directory.resolve("v1"));
    for (String run : List.of(RUN, "gsm:model=mock_delta", "imdb:model=mock_gamma")) {
      copy(gold.resolve("runs").resolve(run), suite.resolve(run));
    }
    Cli in = regatta("import", "helm", suite.toString(), store(), "--json");
    assertThat(in.exitCode()).as(in.err()).isZero();
    assertThat(in.json().get("runs").asInt()).isEqualTo(3);
    assertThat(in.json().get("requests").asInt()).isEqualTo(180);

    Cli scored = regatta("score", "v1", store(), "--json");
    assertThat(scored.exitCode()).as(scored.err()).isZero();
    assertThat(scored.json().get("scored").asInt()).isEqualTo(180);

    String schema = "--schema=" + gold.resolve("schema_e2e.yaml");
    String models = "--models=" + gold.resolve("config/model_metadata.yaml");
    Cli tables = regatta("summarize", schema, models, "--suite=v1", store(), "--json");
    assertThat(tables.exitCode()).as(tables.err()).isZero();
    JsonNode row = tables.json().get("boolq").get(0).get("rows").get(0);
    assertThat(row.get(0).get("value").asText()).isEqualTo("Mock Beta");
    assertThat(row.get(1).get("value").asDouble()).isEqualTo(0.6333333333333333);
    Cli text = regatta("summarize", schema, models, store(), "--group", "boolq");
    assertThat(text.out()).contains("boolq: only_contrast: False", "Mock Beta", "0.633");

    Path out = directory.resolve("out");
    Cli export = regatta("export", "helm", out.toString(), "--suite=v1", schema, models, store());
    assertThat(export.exitCode()).as(export.err()).isZero();
    Path written = out.resolve("runs/v1");
    assertThat(written.resolve(RUN).resolve("scenario_state.json")).exists();
    assertThat(written.resolve("groups/boolq.json")).exists();
    JsonNode prediction =
        Json.MAPPER
            .readTree(written.resolve(RUN).resolve("display_predictions.json").toFile())
            .get(0);
    assertThat(prediction.get("stats").has("quasi_exact_match")).isTrue();
  }

  @Test
  void aPublishedSuiteIsFetched() throws IOException {
    Path suite = Files.createDirectories(directory.resolve("site/v1"));
    copy(gold.resolve("runs").resolve(RUN), suite.resolve(RUN));
    byte[] spec = Files.readAllBytes(suite.resolve(RUN).resolve("run_spec.json"));
    Files.writeString(suite.resolve("run_specs.json"), "[" + Json.read(spec, JsonNode.class) + "]");
    HttpServer server = serve(directory.resolve("site"));
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
      String cache = "--cache=" + directory.resolve("cache");
      Cli in = regatta("import", "helm", base + "/", store(), cache, "--json");
      assertThat(in.exitCode()).as(in.err()).isZero();
      assertThat(in.json().get("sweep").asText()).startsWith("v1-");
      assertThat(in.json().get("requests").asInt()).isEqualTo(60);
      Cli local = regatta("import", "helm", suite.toString(), store(), "--json");
      assertThat(local.json().get("sweep")).isEqualTo(in.json().get("sweep"));
      refused(regatta("import", "helm", base + "/none", store("other"), cache), "neither run_spec");
      Path broken = Files.createDirectories(directory.resolve("site/v1/broken"));
      Files.writeString(broken.resolve("run_specs.json"), "[{");
      refused(
          regatta("import", "helm", base + "/broken", store("other"), cache),
          base + "/broken/run_specs.json: no JSON");
      Path outside = Files.createDirectories(directory.resolve("site/v1/outside"));
      Files.writeString(outside.resolve("run_specs.json"), "[{\"name\": \"..\"}]");
      refused(
          regatta("import", "helm", base + "/outside", store("other"), cache),
          base + "/outside/run_specs.json: name: '..'");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void wrongInputIsToldAndNothingIsWritten() throws IOException {
    Path suite = Files.createDirectories(directory.resolve("v1"));
    copy(gold.resolve("runs").resolve(RUN), suite.resolve("good"));
    copy(gold.resolve("runs").resolve(RUN), suite.resolve("bad"));
    Files.writeString(suite.resolve("bad/run_spec.json"), "{\"name\": \"bad\"}");
    Cli refused = regatta("import", "helm", suite.toString(), store("other"));
    refused(refused, suite.resolve("bad/run_spec.json") + ": adapter_spec is missing");
    Cli kept = regatta("import", "helm", suite.toString(), store(), "--keep-going");
    assertThat(kept.exitCode()).as(kept.err()).isZero();
    assertThat(kept.err()).contains("Left out: ");

    Path schema =
        Files.writeString(directory.resolve("s.yaml"), "run_groups: [{name: a, subgroups: [b]}]");
    refused(
        regatta("summarize", "--schema=" + schema, store()), schema + ": run_groups.a.subgroups");
    refused(regatta("summarize", "--schema=" + directory.resolve("none"), store()), "no such file");
    refused(regatta("score", "none", store()), "No sweep none");
    refused(
        regatta("export", "helm", directory.resolve("out").toString(), "--suite=w", store()),
        "No sweep w");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  private void refused(Cli command, String message) {
    assertThat(command.exitCode()).as(command.err()).isEqualTo(2);
    assertThat(command.err()).contains(message);
    assertThat(directory.resolve("other")).doesNotExist();
  }

  private String store() {
    return store("store");
  }

  private String store(String name) {
    return "--store=" + directory.resolve(name);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
  }

  private static HttpServer serve(Path root) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          URI uri = exchange.getRequestURI();
          Path file = root.resolve(uri.getPath().substring(1));
          boolean there = Files.isRegularFile(file);
          byte[] body = there ? Files.readAllBytes(file) : new byte[0];
          exchange.sendResponseHeaders(there ? 200 : 404, there ? body.length : -1);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    return server;
  }
}
