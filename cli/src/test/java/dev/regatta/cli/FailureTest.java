package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.chaos.Evidence;
import dev.regatta.cli.chaos.Fleet;
import dev.regatta.cli.chaos.Member;
import dev.regatta.cli.chaos.RaceSweep;
import dev.regatta.cli.chaos.Role;
import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.api.SweepView.ModelView;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.protocol.Topics;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Services as processes of their own, killed at every stage of a sweep. Each sweep must end by
 * itself with the rows that an undisturbed run of it has, with an even ledger, and with next to
 * nothing answered twice.
 */
class FailureTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int REQUESTS = 600;
  private static final double MOST_AGAIN = 0.03;

  /** In the middle of a sweep, and in no other prompt. */
  private static final int POISON = 301;

  /** One per case: answers of one sweep would count in the next. */
  private static final List<String> MODELS =
      List.of(
          "worker-killed",
          "sink-killed",
          "coordinator-killed",
          "broker-killed",
          "worker-suspended",
          "poison",
          "hanging",
          "two-of-each",
          "disk-full",
          "corrupt",
          "resumed");

  @TempDir static Path directory;
  private static Store undisturbed;
  private static String undisturbedSweep;
  private static Fleet fleet;
  private static Member coordinator;
  private static Member aggregator;
  private static ClusterClient client;

  private final List<Member> own = new ArrayList<>();

  @BeforeAll
  static void start() {
    Path file = RaceSweep.write(directory.resolve("undisturbed"), "all", MODELS, REQUESTS);
    Path store = directory.resolve("undisturbed-store");
    Cli run = Cli.regatta("run", file.toString(), "--json", "--store=" + store);
    assertThat(run.exitCode()).as(run.err()).isZero();
    undisturbed = Store.open(store.toString());
    undisturbedSweep = run.json().at("/sweep").asText();

    fleet = new Fleet(directory.resolve("fleet"), PATIENCE);
    coordinator =
        fleet.coordinator("--queue.lock=5s", "--stall-timeout=3s", "--sweeps.concurrent=20");
    aggregator = fleet.aggregator("--sink.max-rows=40", "--sink.idle=50ms");
    fleet.awaitReady(coordinator, PATIENCE);
    client = clientOf(coordinator);
  }

  @AfterAll
  static void stop() {
    if (fleet != null) {
      fleet.close();
    }
  }

  @AfterEach
  void leave() {
    own.forEach(fleet::remove);
  }

  @Test
  void workersAreKilledInMidSweep() {
    Member first = worker("worker-killed");
    Member second = worker("worker-killed");
    String id = submit("worker-killed");
    for (int kill = 1; kill <= 4; kill++) {
      int enough = kill * REQUESTS / 6;
      awaitSweep(id, sweep -> done(sweep) >= enough);
      Member victim = kill % 2 == 0 ? first : second;
      victim.kill();
      victim.start();
    }
    endsAsUndisturbed(id, "worker-killed");
  }

  /** At random moments; files are small, so that one is mostly being written or committed. */
  @Test
  void theSinkIsKilledWhileItWritesFilesAndBetweenFileAndCommit() {
    worker("sink-killed");
    String id = submit("sink-killed");
    for (int kill = 1; kill <= 4; kill++) {
      int files = kill;
      await().atMost(PATIENCE).until(() -> files("sink-killed") >= files);
      aggregator.kill();
      aggregator.start();
    }
    endsAsUndisturbed(id, "sink-killed");
  }

  @Test
  void theCoordinatorIsKilledWhilePlanningPublishingAndFinishing() {
    String id = submit("coordinator-killed");
    // Nobody serves the model yet: with its worker the planning begins.
    worker("coordinator-killed");
    awaitSweep(id, sweep -> sweep.state() != SweepStatus.SUBMITTED);
    restart(coordinator);
    awaitSweep(id, sweep -> sweep.state() == SweepStatus.RUNNING || done(sweep) > 0);
    restart(coordinator);
    awaitSweep(id, sweep -> done(sweep) >= REQUESTS / 2);
    restart(coordinator);
    awaitSweep(id, sweep -> done(sweep) >= REQUESTS - 20);
    restart(coordinator);
    awaitSweep(
        id, sweep -> sweep.state() == SweepStatus.LANDED || sweep.state() == SweepStatus.SCORED);
    restart(coordinator);
    endsAsUndisturbed(id, "coordinator-killed");
  }

  @Test
  void theBrokerIsKilledAndStartedAgain() {
    worker("broker-killed");
    String id = submit("broker-killed");
    for (int kill = 1; kill <= 2; kill++) {
      int enough = kill * REQUESTS / 3;
      awaitSweep(id, sweep -> done(sweep) >= enough);
      restart(fleet.members(Role.BROKER).get(0));
    }
    endsAsUndisturbed(id, "broker-killed");
  }

  @Test
  void aWorkerIsSuspendedForLongerThanItsLock() throws InterruptedException {
    Member suspended = worker("worker-suspended");
    worker("worker-suspended");
    String id = submit("worker-suspended");
    awaitSweep(id, sweep -> done(sweep) >= REQUESTS / 6);
    suspended.suspend();
    try {
      // The other one answers what the suspended one had.
      awaitSweep(id, sweep -> done(sweep) == REQUESTS);
    } finally {
      suspended.resume();
    }
    endsAsUndisturbed(id, "worker-suspended");
    // It notices that it holds nothing any more, and works on.
    fleet.awaitReady(suspended, PATIENCE);
  }

  @Test
  void aRequestThatEndsItsEngineIsQuarantinedAndRetriedWhenTheEngineIsMended() {
    Member poisoned =
        worker(
            "poison", "--max-attempts=3", "--runtime-option", "crash_on=" + RaceSweep.race(POISON));
    String id = submit("poison");
    SweepView scored = awaitEnd(id);
    assertThat(ledger(scored).quarantined()).as(fleet.logs()).isOne();
    Evidence evidence = evidence(id, "poison");
    assertThat(evidence.answers()).hasSize(REQUESTS - 1);
    assertThat(undisturbed("poison").answers()).containsAllEntriesOf(evidence.answers());
    String columns = "request_id, error_category, error_message, attempt, worker";
    JsonNode rows = query("SELECT " + columns + " FROM quarantine WHERE sweep = '" + id + "'");
    assertThat(rows).hasSize(1);
    assertThat(rows.at("/0/request_id").asText())
        .isEqualTo(evidence.quarantined().keySet().iterator().next());
    assertThat(rows.at("/0/error_category").asText()).isEqualTo("MODEL");
    // Kafka may count a delivery that no worker has seen; the permitted attempts were made.
    int attempts = rows.at("/0/attempt").asInt();
    assertThat(attempts).isGreaterThanOrEqualTo(3);
    assertThat(rows.at("/0/error_message").asText())
        .contains(attempts + " times", "workers ended while they ran it");
    assertThat(rows.at("/0/worker").asText()).isEqualTo(poisoned.name());
    Cli results = Cli.regatta("results", id, "--store=" + fleet.store());
    assertThat(results.out()).contains("poison: scored 599 of 600, 1 quarantined");

    fleet.remove(poisoned);
    own.remove(poisoned);
    worker("poison");
    assertThat(client.command(id, "retry").epoch()).isEqualTo(1);
    endsAsUndisturbed(id, "poison");
    assertThat(query("SELECT count(*) AS n FROM quarantine WHERE sweep = '" + id + "'").at("/0/n"))
        .hasToString("0");
  }

  @Test
  void aRequestThatHangsIsGivenUpAndHoldsUpNoOther() {
    worker(
        "hanging",
        "--max-attempts=2",
        "--answer-timeout=3s",
        "--runtime-option",
        "hang_on=" + RaceSweep.race(POISON));
    String id = submit("hanging");
    SweepView scored = awaitEnd(id);
    assertThat(ledger(scored).quarantined()).as(fleet.logs()).isOne();
    Evidence evidence = evidence(id, "hanging");
    assertThat(evidence.answers()).hasSize(REQUESTS - 1);
    assertThat(undisturbed("hanging").answers()).containsAllEntriesOf(evidence.answers());
    assertThat(evidence.quarantined().values())
        .singleElement()
        .asString()
        .contains("answer-timeout");
    assertFewAnsweredAgain(id, ledger(scored));
  }

  @Test
  void theLeadersOfTwoCoordinatorsAndTwoAggregatorsAreKilled() {
    Member secondCoordinator = fleet.coordinator("--queue.lock=5s", "--stall-timeout=3s");
    Member secondAggregator = fleet.aggregator("--sink.max-rows=40", "--sink.idle=50ms");
    own.addAll(List.of(secondCoordinator, secondAggregator));
    fleet.awaitReady(secondCoordinator, PATIENCE);
    fleet.awaitReady(secondAggregator, PATIENCE);
    ClusterClient both = clientOf(coordinator, secondCoordinator);
    worker("two-of-each");
    String id = both.submit(sweep("two-of-each"), quiet()).id();
    await().atMost(PATIENCE).until(() -> done(both.sweep(id)) >= REQUESTS / 4);
    coordinator.kill();
    aggregator.kill();
    await().atMost(PATIENCE).until(() -> done(both.sweep(id)) >= REQUESTS / 2);
    coordinator.start();
    aggregator.start();
    fleet.awaitReady(coordinator, PATIENCE);
    secondCoordinator.kill();
    secondAggregator.kill();
    endsAsUndisturbed(id, "two-of-each");
  }

  @Test
  void theDiskIsFullUnderTheSink() throws Exception {
    Path small = Files.createDirectories(fleet.store().resolve("completions/model=disk-full"));
    assumeThat(command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()))
        .as("a small file system can be mounted here (as root)")
        .isTrue();
    try {
      worker("disk-full");
      String id = submit("disk-full");
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  fleet.supervise().stream().anyMatch(m -> m.startsWith(aggregator.name()))
                      && aggregator.log().contains("No space left on device"));
      assertThat(command("mount", "-o", "remount,size=64m", small.toString())).isTrue();
      endsAsUndisturbed(id, "disk-full");
    } finally {
      assertThat(command("umount", "-l", small.toString())).isTrue();
    }
  }

  @Test
  void recordsThatAreNoneLieOnTheTopics() throws Exception {
    worker("corrupt");
    String id = submit("corrupt");
    awaitSweep(id, sweep -> done(sweep) > 0);
    String cut = "{\"requestId\":\"r\",\"sweep\":\"" + id + "\",\"model\":\"corrupt\",\"ordinal\":";
    for (String topic : List.of(Topics.requests("corrupt"), Topics.COMPLETIONS)) {
      put(topic, null, null);
      put(topic, "key", new byte[] {0, (byte) 0xff, 17});
      put(topic, "key", cut.getBytes(StandardCharsets.UTF_8));
      put(topic, null, "[]".getBytes(StandardCharsets.UTF_8));
      put(topic, null, "{}".getBytes(StandardCharsets.UTF_8));
    }
    endsAsUndisturbed(id, "corrupt");
    Path aside = fleet.store().resolve("completions/_unreadable");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(aside).isNotEmptyDirectory());
  }

  @Test
  void aSweepIsCancelledAndResumed() {
    worker("resumed");
    String id = submit("resumed");
    awaitSweep(id, sweep -> done(sweep) >= REQUESTS / 4);
    client.command(id, "cancel");
    awaitSweep(id, sweep -> sweep.state() == SweepStatus.CANCELLED);
    restart(coordinator);
    client.command(id, "resume");
    endsAsUndisturbed(id, "resumed");
  }

  private static void endsAsUndisturbed(String id, String model) {
    SweepView scored = awaitEnd(id);
    ModelView ledger = ledger(scored);
    assertThat(ledger.planned()).isEqualTo(REQUESTS);
    assertThat(ledger.completed()).as("%s%n%s", scored, fleet.logs()).isEqualTo(REQUESTS);
    assertThat(ledger.quarantined()).isZero();
    Evidence evidence = evidence(id, model);
    assertThat(evidence.answers()).hasSize(REQUESTS);
    assertThat(evidence.scores()).hasSizeGreaterThan(REQUESTS);
    assertThat(evidence.differences(undisturbed(model))).as(fleet.logs()).isEmpty();
    assertFewAnsweredAgain(id, ledger);
  }

  private static void assertFewAnsweredAgain(String id, ModelView ledger) {
    long again = Evidence.answeredAgain(fleet.bootstrap(), id);
    System.err.printf(
        "%s: %d planned = %d completed + %d quarantined; %d answered again%n",
        ledger.model(), ledger.planned(), ledger.completed(), ledger.quarantined(), again);
    assertThat(again).isLessThan((long) (MOST_AGAIN * REQUESTS));
  }

  private static Evidence undisturbed(String model) {
    return Evidence.of(undisturbed, undisturbedSweep, model);
  }

  private static Evidence evidence(String sweep, String model) {
    return Evidence.of(Store.open(fleet.store().toString()), sweep, model);
  }

  private static SweepView awaitEnd(String id) {
    return awaitSweep(id, sweep -> sweep.state() == SweepStatus.SCORED);
  }

  private static SweepView awaitSweep(String id, Predicate<SweepView> until) {
    SweepView[] last = new SweepView[1];
    try {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                fleet.supervise();
                last[0] = client.sweep(id);
                assertThat(last[0].state()).as("%s", last[0]).isNotEqualTo(SweepStatus.FAILED);
                return until.test(last[0]);
              });
    } catch (RuntimeException e) {
      throw new AssertionError(last[0] + "\n" + fleet.logs(), e);
    }
    return last[0];
  }

  private static ModelView ledger(SweepView sweep) {
    return sweep.models().get(0);
  }

  private static int done(SweepView sweep) {
    return sweep.models().isEmpty() ? 0 : ledger(sweep).completed() + ledger(sweep).quarantined();
  }

  private Member worker(String model, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    for (String option : List.of("tokens=3", "service_time_ms=40", "slots=4")) {
      all.addAll(List.of("--runtime-option", option));
    }
    Member member = fleet.worker(model, all.toArray(String[]::new));
    own.add(member);
    return member;
  }

  private static Path sweep(String model) {
    return RaceSweep.write(directory.resolve("sweeps"), model, List.of(model), REQUESTS);
  }

  private static String submit(String model) {
    return client.submit(sweep(model), quiet()).id();
  }

  private static ClusterClient clientOf(Member... coordinators) {
    return new ClusterClient(
        List.of(coordinators).stream().map(Member::url).toList(), PATIENCE, () -> {});
  }

  private static Terminal quiet() {
    return new Terminal(System.err, false, true);
  }

  private static void restart(Member member) {
    member.kill();
    member.start();
  }

  /** Files in place of a model's completions. */
  private static int files(String model) {
    return Store.open(fleet.store().toString())
        .files(Tables.COMPLETIONS, Map.of("model", model))
        .size();
  }

  private static JsonNode query(String sql) {
    return Cli.regatta("query", "--json", "--store=" + fleet.store(), sql).json();
  }

  private static void put(String topic, String key, byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", fleet.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(topic, bytes, value)).get();
    }
  }

  private static boolean command(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
