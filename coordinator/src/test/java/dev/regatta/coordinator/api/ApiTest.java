package dev.regatta.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.coordinator.service.CoordinatorMain;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.protocol.Topics;
import dev.regatta.service.registry.ClusterTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of a coordinator that runs, with tokens; no worker is there, so sweeps wait. */
class ApiTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String VIEWER = "viewer-token-of-the-test";
  private static final String OPERATOR = "operator-token-of-the-test";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static Thread service;
  private static CoordinatorMain.Started started;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(directory.resolve("broker"));
    leaveSweepsWithoutGoodSubmissions();
    Path tokens =
        Files.writeString(
            directory.resolve("tokens"), "viewer " + VIEWER + "\noperator " + OPERATOR + "\n");
    CoordinatorMain main = new CoordinatorMain();
    List<String> arguments =
        List.of(
            "--bootstrap=" + broker.bootstrapServers(),
            "--store=" + directory.resolve("store"),
            "--scratch=" + directory.resolve("scratch"),
            "--http.port=0",
            "--http.tokens-file=" + tokens,
            "--submissions.max-size=4KiB",
            "--log.level=warn");
    service = new Thread(() -> CoordinatorMain.run(arguments, main));
    service.start();
    started = main.started().get(60, TimeUnit.SECONDS);
    await().atMost(PATIENCE).until(() -> started.coordinator().leads());
  }

  /** As an earlier coordinator may have left them. */
  private static void leaveSweepsWithoutGoodSubmissions() throws Exception {
    Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    ClusterTopics.ensure(kafka, 0);
    Path submission = directory.resolve("store/submissions/broken-1/submission.json");
    Files.createDirectories(submission.getParent());
    Files.writeString(submission, "no json");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String id : List.of("broken-1", "gone-1")) {
        SweepControl word = new SweepControl(id, id, SweepStatus.SUBMITTED, 0, 1, null);
        byte[] key = Topics.sweepKey(id).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topics.CONTROL, key, Json.bytes(word))).get();
      }
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    started.life().stop();
    service.join();
    broker.close();
  }

  @Test
  void whoMayDoWhat() {
    assertThat(get("/api/v1/sweeps", null).statusCode()).isEqualTo(401);
    assertThat(get("/api/v1/sweeps", "some-other-long-token").statusCode()).isEqualTo(401);
    assertThat(get("/api/v1/sweeps", VIEWER).statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/workers", VIEWER).body()).isEqualTo("{\"workers\":[]}");
    assertThat(get("/api/v1/models", VIEWER).body()).isEqualTo("{\"models\":[]}");
    assertThat(get("/api/v1/queues", OPERATOR).body()).isEqualTo("{\"queues\":[]}");
    assertThat(get("/api/v1/pools", VIEWER).body()).isEqualTo("{\"pools\":[]}");
    HttpResponse<String> forbidden = post("/api/v1/sweeps/x/pause", VIEWER, "");
    assertThat(forbidden.statusCode()).isEqualTo(403);
    assertThat(json(forbidden).at("/detail").asText()).contains("OPERATOR is needed");
    assertThat(post("/api/v1/sweeps", VIEWER, "{}").statusCode()).isEqualTo(403);
    assertThat(put("00", VIEWER, new byte[1]).statusCode()).isEqualTo(403);
    assertThat(get("/readyz", null).statusCode()).as("probes need no token").isEqualTo(200);
    assertThat(get("/metrics", VIEWER).body())
        .contains("regatta_coordinator_leads 1.0", "regatta_sweeps{state=\"submitted\"}");
  }

  @Test
  void poolsAreChangedByOperatorsWhereThereAreSome() {
    assertThat(putPool("a", VIEWER, "{}").statusCode()).isEqualTo(403);
    assertProblem(putPool("a", OPERATOR, "{}"), 400, "USER", "kubernetes.enabled");
    HttpRequest deletion = request("/api/v1/pools/A_b", OPERATOR).DELETE().build();
    assertProblem(send(deletion, BodyHandlers.ofString()), 400, "USER", "name: A_b");
  }

  private static HttpResponse<String> putPool(String name, String token, String spec) {
    return send(
        request("/api/v1/pools/" + name, token).PUT(BodyPublishers.ofString(spec)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void errorsAreProblemsWithTheirCategory() {
    HttpResponse<String> unknown = get("/api/v1/sweeps/nowhere", VIEWER);
    assertProblem(unknown, 404, "USER", "No sweep nowhere");
    assertProblem(post("/api/v1/sweeps/nowhere/retry", OPERATOR, ""), 404, "USER", "nowhere");
    assertProblem(get("/api/v1/sweeps/nowhere/events", VIEWER), 404, "USER", "nowhere");
    assertProblem(post("/api/v1/sweeps", OPERATOR, "no json"), 400, "USER", "no manifest");
    assertProblem(post("/api/v1/sweeps", OPERATOR, "null"), 400, "USER", "no manifest");
    assertProblem(post("/api/v1/sweeps", OPERATOR, "{}"), 400, "USER", "sweepFile");
    assertProblem(
        post("/api/v1/sweeps", OPERATOR, "{\"files\": [null]}"), 400, "USER", "path null");
    assertProblem(put("0".repeat(64), OPERATOR, new byte[10]), 400, "USER", "the content's is");
    byte[] large = new byte[5000];
    assertProblem(put(hash(large), OPERATOR, large), 413, "USER", "4096");
    byte[] wrong =
        "models: [{name: m, runtim: x}]\nscenarios: [dyck]\n".getBytes(StandardCharsets.UTF_8);
    assertProblem(submit(wrong), 400, "USER", "2 problems");
  }

  @Test
  void aSweepThatCannotBeReadFailsAndKeepsNoOther() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(show("broken-1").at("/state").asText()).isEqualTo("FAILED");
              assertThat(show("gone-1").at("/state").asText()).isEqualTo("FAILED");
            });
    assertThat(show("broken-1").at("/reason").asText()).contains("Cannot read Submission");
    assertThat(show("gone-1").at("/reason").asText())
        .isEqualTo("its submission is not in the store any more");
    assertThat(started.coordinator().leads()).isTrue();
  }

  @Test
  void aSweepIsSubmittedOnceAndWatchedAndCommanded() {
    byte[] file = sweep("watched");
    HttpResponse<String> missing = post("/api/v1/sweeps", OPERATOR, manifest(file));
    assertThat(missing.statusCode()).isEqualTo(409);
    assertThat(missing.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(json(missing).at("/missing/0").asText()).isEqualTo(hash(file));

    HttpResponse<String> created = submit(file);
    assertThat(created.statusCode()).isEqualTo(201);
    String id = json(created).at("/id").asText();
    assertThat(created.headers().firstValue("location")).contains("/api/v1/sweeps/" + id);
    assertThat(post("/api/v1/sweeps", OPERATOR, manifest(file)).statusCode()).isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .until(() -> show(id).at("/reason").asText().equals("waits for a worker of the model m"));

    try (Stream<String> lines = events(id)) {
      Iterator<String> events = lines.filter(line -> line.startsWith("data:")).iterator();
      assertThat(events.next()).contains("\"SUBMITTED\"");
      HttpResponse<String> cancelled = post("/api/v1/sweeps/" + id + "/cancel", OPERATOR, "");
      assertThat(cancelled.statusCode()).isEqualTo(202);
      assertThat(json(cancelled).at("/epoch").asInt()).isEqualTo(1);
      String last = "";
      while (events.hasNext()) {
        last = events.next();
      }
      assertThat(last).as("the stream ends with the sweep").contains("\"CANCELLED\"");
    }
    assertProblem(post("/api/v1/sweeps/" + id + "/pause", OPERATOR, ""), 409, "USER", "cancelled");
    assertProblem(post("/api/v1/sweeps/" + id + "/retry", OPERATOR, ""), 409, "USER", "cancelled");
    assertThat(post("/api/v1/sweeps/" + id + "/resume", OPERATOR, "").statusCode()).isEqualTo(202);
    assertThat(json(get("/api/v1/sweeps", VIEWER)).at("/sweeps").findValuesAsText("id"))
        .contains(id);
  }

  @Test
  void aModelWhoseQueueKafkaTakesForAnotherOnesIsRefused() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new QueueAdmin(admin).ensureQueue("org.name", 1);
    }
    byte[] file =
        "name: one-to-kafka\nmodels: [{name: org_name, runtime: simulated}]\nscenarios: [dyck_language]\n"
            .getBytes(StandardCharsets.UTF_8);
    assertProblem(submit(file), 400, "USER", "org_name and org.name differ only in '.' and '_'");
    assertThat(directory.resolve("store/submissions/blobs/" + hash(file))).doesNotExist();
  }

  private static HttpResponse<String> submit(byte[] sweepFile) {
    put(hash(sweepFile), OPERATOR, sweepFile);
    return post("/api/v1/sweeps", OPERATOR, manifest(sweepFile));
  }

  private static byte[] sweep(String name) {
    return ("name: "
            + name
            + "\nmodels: [{name: m, runtime: simulated}]\nscenarios: [dyck_language]\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String manifest(byte[] sweepFile) {
    return Json.text(
        Map.of(
            "sweepFile",
            "sweep.yaml",
            "files",
            List.of(
                Map.of(
                    "path", "sweep.yaml", "sha256", hash(sweepFile), "size", sweepFile.length))));
  }

  private static JsonNode show(String id) {
    return json(get("/api/v1/sweeps/" + id, VIEWER));
  }

  private static void assertProblem(
      HttpResponse<String> response, int status, String category, String detail) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    JsonNode problem = json(response);
    assertThat(problem.at("/status").asInt()).isEqualTo(status);
    assertThat(problem.at("/category").asText()).isEqualTo(category);
    assertThat(problem.at("/detail").asText()).contains(detail);
  }

  private static Stream<String> events(String id) {
    HttpRequest request =
        request("/api/v1/sweeps/" + id + "/events", VIEWER)
            .header("Accept", "text/event-stream")
            .GET()
            .build();
    return send(request, BodyHandlers.ofLines()).body();
  }

  private static HttpResponse<String> get(String path, String token) {
    return send(request(path, token).GET().build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String token, String body) {
    return send(
        request(path, token).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> put(String sha256, String token, byte[] body) {
    return send(
        request("/api/v1/blobs/" + sha256, token).PUT(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(started.url() + path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return HTTP.send(request, body);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    return Json.read(response.body(), JsonNode.class);
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
