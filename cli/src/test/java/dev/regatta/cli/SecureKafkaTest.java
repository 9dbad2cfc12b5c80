package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.sink.Sink;
import dev.regatta.aggregator.sink.SinkConfig;
import dev.regatta.cli.cluster.Ports;
import dev.regatta.coordinator.execution.CompletionFeed;
import dev.regatta.coordinator.execution.ExecutionConfig;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.protocol.Topics;
import dev.regatta.store.Store;
import dev.regatta.worker.Runtimes;
import dev.regatta.worker.queue.LaneConfig;
import dev.regatta.worker.queue.Worker;
import dev.regatta.worker.runtime.ModelRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every part of Regatta against a broker with TLS and passwords. */
class SecureKafkaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String WRONG = "another-password";
  private static final String SWEEP =
      """
      name: secure
      models:
        - {name: sim, runtime: simulated, options: {tokens: 3}}
      scenarios:
        - {scenario: dyck_language, args: {num_parenthesis_pairs: 3}}
      defaults: {max_eval_instances: 40}
      """;

  @TempDir private static Path directory;
  private static SecureBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new SecureBroker(directory);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void aSweepGoesThroughServicesThatReachKafkaByTlsAndScram() throws Exception {
    Path file = Files.writeString(directory.resolve("sweep.yaml"), SWEEP);
    Path properties = broker.file("client.properties", broker.properties(SecureBroker.PASSWORD));
    Path logs = Files.createDirectories(directory.resolve("logs"));
    String store = directory.resolve("store").toString();
    int port = Ports.free();
    try (ServiceProcess coordinator = coordinator(logs, properties, store, port);
        ServiceProcess aggregator = service(logs, "aggregator", properties, "--store=" + store);
        ServiceProcess worker =
            service(
                logs,
                "worker",
                properties,
                "--model=sim",
                "--runtime=simulated",
                "--runtime-option",
                "tokens=3")) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(coordinator.alive()).as(coordinator.log()).isTrue();
                return ServiceProcess.status(port, "/readyz") == 200;
              });
      String server = "http://127.0.0.1:" + port;
      // Until the coordinator leads it refuses; the same file is the same sweep.
      await("the coordinator takes the sweep")
          .atMost(PATIENCE)
          .until(() -> Cli.regatta("submit", file.toString(), "--server", server).exitCode() == 0);
      Cli scored = Cli.regatta("submit", file.toString(), "--server", server, "--wait", "--json");
      assertThat(scored.exitCode())
          .as(scored.err() + coordinator.log() + aggregator.log() + worker.log())
          .isZero();
      JsonNode results = Cli.regatta("results", "--json", "--store", store).json();
      assertThat(results.at("/rows/0/completed").asInt())
          .isEqualTo(results.at("/rows/0/planned").asInt())
          .isPositive();
      assertThat(worker.terminate()).as(worker.log()).isZero();
      assertThat(aggregator.terminate()).as(aggregator.log()).isZero();
      assertThat(coordinator.terminate()).as(coordinator.log()).isZero();
    }
    assertNoSecrets(logs);
  }

  @Test
  void aWrongPasswordEndsEachServiceSoonAndSaysSo() throws Exception {
    Path properties = broker.file("wrong.properties", broker.properties(WRONG));
    Path logs = Files.createDirectories(directory.resolve("wrong-logs"));
    String store = directory.resolve("no-store").toString();
    List<ServiceProcess> services =
        List.of(
            coordinator(logs, properties, store, 0),
            service(logs, "aggregator", properties, "--store=" + store),
            service(logs, "worker", properties, "--model=sim", "--runtime=simulated"));
    for (ServiceProcess service : services) {
      try (service) {
        assertThat(service.exitCode()).as(service.log()).isEqualTo(3);
        assertThat(service.log())
            .containsPattern("RESOURCE: .*")
            .containsIgnoringCase("authentication failed");
      }
    }
    assertNoSecrets(logs);
  }

  @Test
  void aCertificateThatIsNotTrustedIsSaid() throws Exception {
    Map<String, String> untrusting = broker.properties(SecureBroker.PASSWORD);
    untrusting.keySet().removeIf(key -> key.startsWith("ssl."));
    Path properties = broker.file("untrusting.properties", untrusting);
    Path logs = Files.createDirectories(directory.resolve("untrusting-logs"));
    try (ServiceProcess worker =
        service(logs, "worker", properties, "--model=sim", "--runtime=simulated")) {
      assertThat(worker.exitCode()).as(worker.log()).isEqualTo(3);
      assertThat(worker.log()).containsPattern("RESOURCE: .*SSL handshake failed");
    }
  }

  /** As after a change of the password while they run: no part tries for ever. */
  @Test
  void eachPartByItselfGivesUpOnAWrongPassword() throws Exception {
    Map<String, String> wrong = broker.properties(WRONG);
    Map<String, Object> kafka = new HashMap<>(wrong);
    kafka.put("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(kafka)) {
      QueueAdmin queues = new QueueAdmin(admin);
      assertRefused(() -> queues.ensureQueue("sim", 1), "Cannot");
      assertRefused(() -> queues.ensureCompletions(1), Topics.COMPLETIONS);
      ExecutionConfig defaults = ExecutionConfig.at(broker.bootstrapServers());
      ExecutionConfig config =
          new ExecutionConfig(
              kafka,
              defaults.requestPartitions(),
              defaults.completionPartitions(),
              defaults.stallTimeout(),
              defaults.maxRepublications(),
              defaults.landingTimeout(),
              defaults.topics(),
              defaults.lock());
      assertRefused(() -> CompletionFeed.start(config, admin).close(), "Kafka");
    }
    Store store = Store.open(directory.resolve("never").toString());
    Sink sink = new Sink(kafka, store, SinkConfig.DEFAULTS, Clock.systemUTC());
    sink.start();
    assertEndsRefused(sink.termination());
    try (ModelRuntime engine = Runtimes.open("simulated", "sim", Map.of())) {
      LaneConfig lanes =
          new LaneConfig(
              broker.bootstrapServers(),
              "sim",
              "w",
              2,
              0,
              5,
              Duration.ofMillis(100),
              Duration.ofMinutes(5),
              Duration.ofSeconds(5),
              wrong);
      assertEndsRefused(Worker.start(lanes, engine).termination());
    }
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .hasMessageContaining(message)
        .hasMessageContaining("uthentication failed")
        .hasMessageNotContaining(WRONG);
  }

  private static void assertEndsRefused(CompletableFuture<?> termination) {
    assertThat(termination)
        .failsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining("uthentication failed");
  }

  private static ServiceProcess coordinator(Path logs, Path properties, String store, int port) {
    return service(
        logs,
        "coordinator",
        properties,
        "--store=" + store,
        "--http.port=" + port,
        "--cache=" + directory.resolve("cache"));
  }

  private static ServiceProcess service(
      Path logs, String name, Path properties, String... options) {
    Stream<String> common =
        Stream.of(
            name,
            "--bootstrap=" + broker.bootstrapServers(),
            "--kafka-properties=" + properties,
            "--log.level=debug");
    return ServiceProcess.start(
        logs.resolve(name + ".log"),
        Stream.concat(common, Stream.of(options)).toArray(String[]::new));
  }

  private static void assertNoSecrets(Path logs) throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      for (Path log : files.toList()) {
        assertThat(Files.readString(log))
            .isNotEmpty()
            .doesNotContain(SecureBroker.PASSWORD, SecureBroker.STORE_PASSWORD, WRONG);
      }
    }
  }
}
