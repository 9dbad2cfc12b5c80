package dev.regatta.service.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.protocol.AggregatorDetails;
import dev.regatta.protocol.AggregatorDetails.Scoring;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ProtocolVersion;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.protocol.Topics;
import dev.regatta.service.registry.ServiceRegistry.Member;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static EmbeddedBroker broker;
  private static Map<String, Object> kafka;

  @BeforeAll
  static void start(@TempDir Path directory) {
    broker = EmbeddedBroker.start(directory);
    kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    ClusterTopics.ensure(kafka, 0);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void topicsAreCreatedOnceAndCompacted() throws Exception {
    ClusterTopics.ensure(kafka, 1);
    try (Admin admin = Admin.create(kafka)) {
      for (String topic : List.of(Topics.CONTROL, Topics.SERVICES)) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        assertThat(config.get("cleanup.policy").value()).contains("compact");
      }
    }
  }

  @Test
  void aServiceIsSeenChangesAndLeaves() {
    Clock clock = Clock.systemUTC();
    Presence presence = new Presence("a-1", clock);
    AtomicLong landed = new AtomicLong();
    try (ServiceRegistry registry = ServiceRegistry.follow(kafka, clock)) {
      try (StatusPublisher publisher =
          StatusPublisher.start(kafka, "a-1", () -> presence.of(details(landed.get())))) {
        await().atMost(PATIENCE).until(() -> find(registry, "a-1") != null);
        assertThat(find(registry, "a-1").state()).isEqualTo(ServiceState.STARTING);
        landed.set(7);
        presence.is(ServiceState.WAITING, "for its engine");
        publisher.changed();
        await().atMost(PATIENCE).until(() -> find(registry, "a-1").state() == ServiceState.WAITING);
        ServiceStatus status = find(registry, "a-1");
        assertThat(status.message()).isEqualTo("for its engine");
        assertThat(status.protocol()).isEqualTo(ProtocolVersion.CURRENT.version());
        assertThat(status.aggregator()).isEqualTo(details(7));
        assertThat(status.worker()).isNull();
        try (ServiceRegistry late = ServiceRegistry.follow(kafka, clock)) {
          assertThat(find(late, "a-1").aggregator().landed()).isEqualTo(7);
        }
      }
      await().atMost(PATIENCE).until(() -> find(registry, "a-1") == null);
    }
  }

  @Test
  void whatIsSilentForTooLongIsLost() throws Exception {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Presence quiet = new Presence("quiet", fixed(now.minusSeconds(31)));
    Presence fresh = new Presence("fresh", fixed(now.minusSeconds(30)));
    Presence dead = new Presence("dead", fixed(now.minusSeconds(3601)));
    send(Topics.SERVICES, "dead", dead.of(details(0)));
    send(Topics.SERVICES, "quiet", quiet.of(details(0)));
    send(Topics.SERVICES, "fresh", fresh.of(details(0)));
    try (ServiceRegistry registry = ServiceRegistry.follow(kafka, fixed(now))) {
      assertThat(registry.members())
          .filteredOn(member -> member.status().id().matches("quiet|fresh|dead"))
          .extracting(member -> member.status().id() + " " + member.lost())
          .containsExactly("fresh false", "quiet true");
      assertThat(registry.present(ServiceKind.AGGREGATOR))
          .extracting(ServiceStatus::id)
          .contains("fresh")
          .doesNotContain("quiet");
    }
  }

  /** Its clock may be wrong, and then it would be lost for good. */
  @Test
  void aServiceIsThereWhileItSpeaksWhateverItsClockTells() throws Exception {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Presence late = new Presence("late", fixed(now.minusSeconds(7200)));
    Presence early = new Presence("early", fixed(now.plusSeconds(7200)));
    send(Topics.SERVICES, "early", early.of(details(0)));
    try (ServiceRegistry registry = ServiceRegistry.follow(kafka, fixed(now))) {
      send(Topics.SERVICES, "late", late.of(details(0)));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  registry.present(ServiceKind.AGGREGATOR).stream()
                      .anyMatch(status -> status.id().equals("late")));
    }
    AtomicReference<Instant> time = new AtomicReference<>(now);
    InstantSource moving = time::get;
    Clock clock = moving.withZone(ZoneOffset.UTC);
    try (ServiceRegistry registry = ServiceRegistry.follow(kafka, clock)) {
      time.set(now.plusSeconds(31));
      assertThat(registry.members())
          .filteredOn(member -> member.status().id().equals("early"))
          .extracting(ServiceRegistry.Member::lost)
          .containsExactly(true);
    }
  }

  @Test
  void followsWhatTheCoordinatorSaysAndPassesOverWhatItCannotRead() throws Exception {
    List<SweepControl> heard = new CopyOnWriteArrayList<>();
    SweepControl running = new SweepControl("s-1", "s", SweepStatus.RUNNING, 0, 1, null);
    SweepControl paused = new SweepControl("s-1", "s", SweepStatus.PAUSED, 1, 1, "asked to");
    send(Topics.CONTROL, Topics.sweepKey("s-1"), running);
    try (ControlLog log = ControlLog.follow(kafka, heard::add)) {
      assertThat(log.sweeps()).containsEntry("s-1", running);
      assertThat(log.protocol()).isEmpty();
      assertThat(log.requireProtocol("worker")).isSameAs(log);
      send(Topics.CONTROL, Topics.sweepKey("bad"), List.of("not a sweep"));
      send(Topics.CONTROL, Topics.sweepKey("s-1"), paused);
      await().atMost(PATIENCE).until(() -> heard.contains(paused));
      assertThat(heard).containsExactly(running, paused);
      send(Topics.CONTROL, Topics.sweepKey("s-1"), null);
      await().atMost(PATIENCE).until(() -> log.sweeps().isEmpty());
    }
  }

  @Test
  void anotherProtocolIsRefusedWithBothVersions() throws Exception {
    int other = ProtocolVersion.CURRENT.version() + 1;
    send(Topics.CONTROL, Topics.PROTOCOL_KEY, new ProtocolVersion(other));
    try (ControlLog log = ControlLog.follow(kafka, sweep -> {})) {
      assertThatThrownBy(() -> log.requireProtocol("worker"))
          .isInstanceOfSatisfying(
              RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
          .hasMessageContaining("worker speaks version " + ProtocolVersion.CURRENT.version())
          .hasMessageContaining("version " + other);
    } finally {
      send(Topics.CONTROL, Topics.PROTOCOL_KEY, null);
    }
  }

  /** As with a worker that was there before the first coordinator. */
  @Test
  void anotherProtocolThatComesLaterEndsWhoRequiresItsOwn() throws Exception {
    try (ControlLog log = ControlLog.follow(kafka, sweep -> {}).requireProtocol("worker")) {
      send(Topics.CONTROL, Topics.PROTOCOL_KEY, ProtocolVersion.CURRENT);
      await().atMost(PATIENCE).until(() -> log.protocol().isPresent());
      assertThat(log.termination().toCompletableFuture()).isNotDone();
      send(Topics.CONTROL, Topics.PROTOCOL_KEY, new ProtocolVersion(99));
      assertThat(log.termination())
          .failsWithin(PATIENCE)
          .withThrowableThat()
          .withMessageContaining("worker speaks version " + ProtocolVersion.CURRENT.version())
          .withMessageContaining("version 99");
    } finally {
      send(Topics.CONTROL, Topics.PROTOCOL_KEY, null);
    }
  }

  private static ServiceStatus find(ServiceRegistry registry, String id) {
    return registry.members().stream()
        .map(Member::status)
        .filter(status -> status.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private static AggregatorDetails details(long landed) {
    return new AggregatorDetails(
        List.of(0, 1), landed, 1, 2, 3, Map.of("s", Scoring.scored("hash")));
  }

  private static Clock fixed(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  private static void send(String topic, String key, Object value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] bytes = value == null ? null : Json.bytes(value);
      producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), bytes)).get();
    }
  }
}
