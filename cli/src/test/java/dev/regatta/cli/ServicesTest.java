package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.regatta.aggregator.report.LeaderboardReader;
import dev.regatta.cli.bench.BenchSweep;
import dev.regatta.cli.cluster.Ports;
import dev.regatta.coordinator.execution.CompletionFeed;
import dev.regatta.coordinator.execution.ExecutionConfig;
import dev.regatta.coordinator.execution.SweepExecution;
import dev.regatta.coordinator.execution.SweepState;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.protocol.AggregatorDetails.Scoring;
import dev.regatta.protocol.AggregatorDetails.ScoringState;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ProtocolVersion;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.protocol.Topics;
import dev.regatta.service.registry.ClusterTopics;
import dev.regatta.service.registry.ServiceRegistry;
import dev.regatta.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broker, worker and aggregator as processes of their own; the test is the coordinator. */
class ServicesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int REQUESTS = 200;

  @TempDir private Path directory;

  @Test
  void aSweepIsAnsweredLandedAndScoredAndEachProcessEndsInOrder() throws Exception {
    Store store = Store.open(directory.resolve("store").toString());
    BenchSweep sweep = new BenchSweep(REQUESTS, store);
    String id = sweep.plan().sweep();
    int workerPort = Ports.free();
    int aggregatorPort = Ports.free();
    try (ServiceProcess broker = broker("0")) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.line());
      try (ServiceProcess worker = worker(kafka, workerPort);
          ServiceProcess aggregator = aggregator(kafka, store, aggregatorPort);
          Admin admin = Admin.create(kafka)) {
        ClusterTopics.ensure(kafka, 0);
        say(kafka, Topics.PROTOCOL_KEY, ProtocolVersion.CURRENT);
        say(kafka, id, SweepStatus.RUNNING);
        ensureQueues(admin, sweep);
        awaitReady(worker, workerPort);
        awaitReady(aggregator, aggregatorPort);
        ExecutionConfig config = ExecutionConfig.at((String) kafka.get("bootstrap.servers"));
        try (CompletionFeed feed = CompletionFeed.start(config, admin);
            SweepExecution execution = new SweepExecution(sweep.plan(), feed, config, admin)) {
          assertThat(execution.run(state -> {})).isEqualTo(SweepState.LANDED);
        }
        try (ServiceRegistry registry = ServiceRegistry.follow(kafka, Clock.systemUTC())) {
          scores(kafka, registry, store, id);
          whatCannotBeScoredIsSaid(kafka, registry);
          workerTellsItself(registry);
          assertThat(ServiceProcess.get(workerPort, "/metrics").body())
              .contains("regatta_worker_answered_total", "model=\"simulated\"", "jvm_memory");
          assertThat(ServiceProcess.get(aggregatorPort, "/metrics").body())
              .contains("regatta_aggregator_landed_total " + REQUESTS + ".0");
          assertThat(worker.line()).contains("\"event\":\"ready\"");
          assertThat(worker.terminate()).as(worker.log()).isZero();
          assertThat(worker.line()).contains("draining");
          assertThat(worker.line()).contains("stopped", "\"answered\":" + REQUESTS);
          assertThat(aggregator.terminate()).as(aggregator.log()).isZero();
          await().atMost(PATIENCE).until(() -> registry.members().isEmpty());
        }
      }
      assertThat(broker.terminate()).as(broker.log()).isZero();
    }
  }

  private void scores(Map<String, Object> kafka, ServiceRegistry registry, Store store, String id)
      throws Exception {
    say(kafka, id, SweepStatus.LANDED);
    Scoring scoring = awaitScoring(registry, id);
    assertThat(scoring.state()).as(scoring.message()).isEqualTo(ScoringState.SCORED);
    assertThat(scoring.resultHash()).hasSize(64);
    assertThat(new LeaderboardReader(store).read(id).rows())
        .singleElement()
        .satisfies(row -> assertThat(row.completed()).isEqualTo(REQUESTS));
    // The coordinator has taken note: the aggregator need not say it any longer.
    say(kafka, id, SweepStatus.SCORED);
    await()
        .atMost(PATIENCE)
        .until(() -> aggregatorStatus(registry).aggregator().scoring().isEmpty());
  }

  private static void whatCannotBeScoredIsSaid(Map<String, Object> kafka, ServiceRegistry registry)
      throws Exception {
    say(kafka, "unknown", SweepStatus.LANDED);
    Scoring scoring = awaitScoring(registry, "unknown");
    assertThat(scoring.state()).isEqualTo(ScoringState.FAILED);
    assertThat(scoring.message()).contains("unknown");
    ServiceStatus aggregator = aggregatorStatus(registry);
    assertThat(aggregator.state()).isEqualTo(ServiceState.SERVING);
    assertThat(aggregator.aggregator().landed()).isEqualTo(REQUESTS);
    assertThat(aggregator.aggregator().partitions()).contains(0);
  }

  private static void workerTellsItself(ServiceRegistry registry) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(registry.present(ServiceKind.WORKER))
                    .singleElement()
                    .satisfies(
                        worker -> {
                          assertThat(worker.id()).isEqualTo("w-1");
                          assertThat(worker.state()).isEqualTo(ServiceState.SERVING);
                          assertThat(worker.worker().model()).isEqualTo("simulated");
                          assertThat(worker.worker().answered()).isEqualTo(REQUESTS);
                          assertThat(worker.worker().kinds()).contains(RequestKind.GENERATE);
                          assertThat(worker.worker().simulated()).isTrue();
                        }));
  }

  @Test
  void aKilledBrokerGoesOnOnItsPortAndAWorkerOfAnotherProtocolIsRefused() throws Exception {
    String address;
    Map<String, Object> kafka;
    try (ServiceProcess broker = broker("0")) {
      address = broker.line();
      kafka = Map.of("bootstrap.servers", address);
      ClusterTopics.ensure(kafka, 0);
      say(kafka, Topics.PROTOCOL_KEY, new ProtocolVersion(99));
      broker.kill();
    }
    try (ServiceProcess broker = broker(address.substring(address.indexOf(':') + 1))) {
      assertThat(broker.line()).isEqualTo(address);
      try (ServiceProcess worker = worker(kafka, Ports.free())) {
        assertThat(worker.exitCode()).as(worker.log()).isEqualTo(2);
        assertThat(worker.log()).contains("version 99", "version 1");
      }
      assertThat(broker.terminate()).isZero();
    }
  }

  @Test
  void helpListsEveryKeyAndWrongOnesAreAllNamed() {
    for (String service : new String[] {"broker", "coordinator", "worker", "aggregator"}) {
      Cli help = Cli.regatta(service, "--help");
      assertThat(help.exitCode()).isZero();
      assertThat(help.out()).contains("--http.port", "--log.format", "--config");
    }
    assertThat(Cli.regatta("worker", "--help").out())
        .contains("--runtime-option", "--max-attempts (whole number, 1 to 8; default 5)");
    Cli wrong = Cli.regatta("aggregator", "--stor", "x", "--sink.max-rows=0");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("did you mean 'store'?", "sink.max-rows: 0", "bootstrap is missing");
    assertThat(Cli.regatta("coordinator").err())
        .contains("bootstrap is missing", "http.port is missing");
    Cli open =
        Cli.regatta(
            "worker", "--model=m", "--runtime=openai", "--http.host=0.0.0.0", "--http.port=0");
    assertThat(open.exitCode()).isEqualTo(2);
    assertThat(open.err())
        .contains("bootstrap is missing", "base_url is missing", "http.host: 0.0.0.0");
  }

  private ServiceProcess broker(String port) {
    return ServiceProcess.start(
        directory.resolve("broker.log"),
        "broker",
        "--data",
        directory.resolve("broker").toString(),
        "--listener.port",
        port);
  }

  private ServiceProcess worker(Map<String, Object> kafka, int port) {
    return ServiceProcess.start(
        directory.resolve("worker.log"),
        "worker",
        "--bootstrap=" + kafka.get("bootstrap.servers"),
        "--id=w-1",
        "--model=simulated",
        "--runtime=simulated",
        "--runtime-option",
        "tokens=3",
        "--http.port=" + port);
  }

  private ServiceProcess aggregator(Map<String, Object> kafka, Store store, int port) {
    return ServiceProcess.start(
        directory.resolve("aggregator.log"),
        "aggregator",
        "--bootstrap=" + kafka.get("bootstrap.servers"),
        "--store=" + store.location(),
        "--http.port=" + port,
        "--log.format=json");
  }

  private static void ensureQueues(Admin admin, BenchSweep sweep) {
    QueueAdmin queues = new QueueAdmin(admin);
    queues.ensureCompletions(2);
    sweep.plan().models().forEach(model -> queues.ensureQueue(model, 2));
  }

  private static void awaitReady(ServiceProcess process, int port) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(process.alive()).as(process.log()).isTrue();
              return ServiceProcess.status(port, "/readyz") == 200;
            });
  }

  private static Scoring awaitScoring(ServiceRegistry registry, String id) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> Optional.ofNullable(aggregatorStatus(registry).aggregator().scoring().get(id)),
            found -> found.isPresent() && found.get().state() != ScoringState.SCORING)
        .orElseThrow();
  }

  private static ServiceStatus aggregatorStatus(ServiceRegistry registry) {
    return registry.present(ServiceKind.AGGREGATOR).get(0);
  }

  private static void say(Map<String, Object> kafka, String sweep, SweepStatus state)
      throws Exception {
    say(kafka, Topics.sweepKey(sweep), new SweepControl(sweep, sweep, state, 0, 0, null));
  }

  private static void say(Map<String, Object> kafka, String key, Object value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(Topics.CONTROL, bytes, Json.bytes(value))).get();
    }
  }
}
