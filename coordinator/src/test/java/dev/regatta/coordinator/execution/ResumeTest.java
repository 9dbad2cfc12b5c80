package dev.regatta.coordinator.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.plan.PlannedRun;
import dev.regatta.coordinator.plan.SweepPlan;
import dev.regatta.coordinator.progress.Ledger.Counts;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import dev.regatta.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Executions that are dropped at some point, and the ones that go on: against a real broker. */
class ResumeTest {
  private static final int REQUESTS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path brokerDirectory;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @TempDir private Path directory;
  private Store store;
  private HandWorker hand;
  private String model;
  private ExecutionConfig config;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(brokerDirectory);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void prepare(TestInfo test) {
    store = Store.open(directory.toString());
    hand = new HandWorker(broker.bootstrapServers(), store);
    model = test.getTestMethod().orElseThrow().getName();
    config = ExecutionConfig.at(broker.bootstrapServers());
    new QueueAdmin(admin).ensureCompletions(2);
  }

  @Test
  void whatWasPublishedBeforeTheKillIsNotPublishedAgain() {
    SweepPlan killed = plan(new Questions(REQUESTS, 60));
    try (CompletionFeed feed = CompletionFeed.start(config, admin);
        SweepExecution execution = new SweepExecution(killed, feed, config, admin)) {
      assertThatThrownBy(execution::run).hasMessageContaining("killed");
    }
    assertThat(killed.written()).isEmpty();
    assertThat(hand.published(model)).hasSize(60);

    try (Running next = new Running(plan(), 0)) {
      Counts counts = next.published();
      assertThat(counts.planned()).isEqualTo(REQUESTS);
      assertThat(counts.queued()).isEqualTo(60);
      assertThat(counts.sent()).isEqualTo(40);
    }
    assertThat(hand.published(model)).hasSize(REQUESTS).doesNotHaveDuplicates();
  }

  @Test
  void answersInTheStoreOnTheTopicAndRequestsOnTheQueueAreAllCounted() {
    try (Running first = new Running(plan(), 0)) {
      first.published();
    }
    // Out of order, so that answered and open requests lie beside each other on the queue.
    hand.answer(model, 20, request -> request.ordinal() % 3 == 0);
    hand.land();
    hand.answer(model, 10, request -> request.ordinal() % 3 == 1);

    try (Running next = new Running(plan(), 0)) {
      Counts counts = next.published();
      assertThat(counts.completed()).isEqualTo(30);
      assertThat(counts.queued()).isEqualTo(70);
      assertThat(counts.sent()).isZero();
      hand.answer(model, 70, request -> true);
      hand.land();
      assertThat(next.end()).isEqualTo(SweepState.LANDED);
    }
    assertThat(hand.published(model)).hasSize(REQUESTS).doesNotHaveDuplicates();
  }

  @Test
  void requestsOfAnEarlierEpochAreVoid() {
    try (Running first = new Running(plan(), 0)) {
      first.published();
    }
    hand.answer(model, 30, request -> true);

    try (Running resumed = new Running(plan(), 1)) {
      Counts counts = resumed.published();
      assertThat(counts.completed()).isEqualTo(30);
      assertThat(counts.queued()).isZero();
      assertThat(counts.sent()).isEqualTo(70);
    }
    // Dropped again: this time the requests of epoch 1 are on the queue.
    try (Running again = new Running(plan(), 1)) {
      Counts counts = again.published();
      assertThat(counts.queued()).isEqualTo(70);
      assertThat(counts.sent()).isZero();
      hand.answer(model, 70, request -> request.epoch() == 1);
      hand.land();
      assertThat(again.end()).isEqualTo(SweepState.LANDED);
    }
  }

  @Test
  void aRetryPublishesTheQuarantinedRequestsAndNoOther() {
    try (Running first = new Running(plan(), 0)) {
      first.published();
      hand.work(model, REQUESTS, request -> true, request -> request.ordinal() % 10 == 0);
      hand.land();
      assertThat(first.end()).isEqualTo(SweepState.LANDED);
      assertThat(first.counts().quarantined()).isEqualTo(10);
    }
    Map<Integer, Long> from =
        new QueueWatch(admin)
            .completionEnds().entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().partition(), Map.Entry::getValue));
    Map<String, Map<Integer, Long>> retries = Map.of(plan().sweep(), from);
    SweepPlan retry = plan(new Questions(REQUESTS, -1), true);
    try (CompletionFeed feed = CompletionFeed.start(config, admin, retries);
        Running retried = new Running(retry, 1, feed)) {
      assertThat(retried.published().sent()).isEqualTo(10);
      hand.work(model, 5, request -> request.epoch() == 1, request -> request.ordinal() == 0);
      hand.land();
    }
    // Dropped in the middle of the retry: what has failed anew has had its second chance.
    try (CompletionFeed feed = CompletionFeed.start(config, admin, retries);
        Running goneOn = new Running(retry, 1, feed)) {
      Counts counts = goneOn.published();
      assertThat(counts.sent()).isZero();
      assertThat(counts.queued()).isEqualTo(5);
      hand.answer(model, 5, request -> true);
      hand.land();
      assertThat(goneOn.end()).isEqualTo(SweepState.LANDED);
      assertThat(goneOn.counts().completed() + goneOn.counts().quarantined()).isEqualTo(REQUESTS);
    }
    assertThat(hand.published(model)).hasSize(REQUESTS + 10);
  }

  @Test
  void oneFeedServesSweepsThatBeginLater() {
    try (CompletionFeed feed = CompletionFeed.start(config, admin)) {
      try (Running first = new Running(plan(), 0, feed)) {
        first.published();
        hand.answer(model, 40, request -> true);
        await().atMost(PATIENCE).until(() -> first.counts().completed() == 40);
      }
      // The sink is past these completions, the feed is not told of them again.
      hand.land();
      try (Running next = new Running(plan(), 0, feed)) {
        Counts counts = next.published();
        assertThat(counts.completed()).isEqualTo(40);
        assertThat(counts.sent()).isZero();
      }
    }
  }

  @Test
  void requestsThatTheQueueHasLostArePublishedAgain() {
    config = impatient();
    try (Running first = new Running(plan(new Questions(10, -1)), 0)) {
      first.published();
      hand.lose(model, 10);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> hand.published(model).size() >= 20);
      hand.answer(model, 10, request -> true);
      hand.land();
      assertThat(first.end()).isEqualTo(SweepState.LANDED);
    }
  }

  @Test
  void requestsThatWorkersHaveMovedToTheEndOfTheQueueAreNotPublishedAgain() {
    config = impatient();
    try (Running first = new Running(plan(new Questions(10, -1)), 0)) {
      first.published();
      hand.setAside(model, 10);
      await()
          .atMost(PATIENCE)
          .during(Duration.ofSeconds(3))
          .until(() -> hand.published(model).size() == 20);
      hand.answer(model, 10, request -> true);
      hand.land();
      assertThat(first.end()).isEqualTo(SweepState.LANDED);
      assertThat(first.counts().completed()).isEqualTo(10);
    }
    assertThat(hand.published(model)).hasSize(20);
  }

  /** Whoever waits for the completions would wait for ever. */
  @Test
  void anErrorThatEndsTheFollowerIsTold() {
    try (Running first = new Running(plan(new Questions(10, -1)), 0)) {
      first.published();
      hand.answer(model, 10, request -> true);
    }
    try (CompletionFeed feed = CompletionFeed.start(intercepted(Failing.class), admin)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThatThrownBy(feed::check)
                      .isInstanceOf(RegattaException.class)
                      .hasMessageContaining("no such class"));
    }
  }

  /** Their completions are there before they leave the queue, but have not been read. */
  @Test
  void answersThatTheFollowerHasStillToReadAreNotMissed() {
    config = impatient();
    try (CompletionFeed feed = CompletionFeed.start(intercepted(Slow.class), admin);
        Running first = new Running(plan(new Questions(10, -1)), 0, feed)) {
      first.published();
      Slow.gate = new CountDownLatch(1);
      try {
        hand.answer(model, 10, request -> true);
        await()
            .atMost(Duration.ofSeconds(10))
            .during(Duration.ofSeconds(2))
            .until(() -> hand.published(model).size() == 10);
      } finally {
        Slow.gate.countDown();
      }
      hand.land();
      assertThat(first.end()).isEqualTo(SweepState.LANDED);
    }
    assertThat(hand.published(model)).hasSize(10);
  }

  /** With a follower that hands what it has read to this class first. */
  private static ExecutionConfig intercepted(Class<? extends Interceptor> interceptor) {
    ExecutionConfig plain = ExecutionConfig.at(broker.bootstrapServers());
    Map<String, Object> properties = new HashMap<>(plain.clientProperties());
    properties.put("interceptor.classes", interceptor.getName());
    return new ExecutionConfig(
        properties,
        plain.requestPartitions(),
        plain.completionPartitions(),
        plain.stallTimeout(),
        plain.maxRepublications(),
        plain.landingTimeout(),
        plain.topics(),
        plain.lock());
  }

  /** Fails as a class does that is not on the path. */
  public static final class Failing extends Interceptor {
    @Override
    public ConsumerRecords<byte[], Void> onConsume(ConsumerRecords<byte[], Void> records) {
      throw new NoClassDefFoundError("no such class");
    }
  }

  /** Waits for a test before it lets anything pass. */
  public static final class Slow extends Interceptor {
    private static volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public ConsumerRecords<byte[], Void> onConsume(ConsumerRecords<byte[], Void> records) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
      return records;
    }
  }

  private abstract static class Interceptor implements ConsumerInterceptor<byte[], Void> {
    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  /** Looks for lost requests after a moment without an outcome. */
  private ExecutionConfig impatient() {
    return new ExecutionConfig(
        config.clientProperties(),
        1,
        2,
        Duration.ofMillis(300),
        2,
        Duration.ofMinutes(2),
        config.topics(),
        config.lock());
  }

  /** An execution in a thread of its own, which is dropped when closed. */
  private final class Running implements AutoCloseable {
    private final CompletionFeed own;
    private final SweepExecution execution;
    private final CompletableFuture<SweepState> end;

    Running(SweepPlan plan, int epoch) {
      this(plan, epoch, CompletionFeed.start(config, admin), true);
    }

    Running(SweepPlan plan, int epoch, CompletionFeed feed) {
      this(plan, epoch, feed, false);
    }

    private Running(SweepPlan plan, int epoch, CompletionFeed feed, boolean own) {
      this.own = own ? feed : null;
      this.execution = new SweepExecution(plan, epoch, feed, config, admin);
      this.end = CompletableFuture.supplyAsync(execution::run);
    }

    Counts counts() {
      return execution.progress().get(model);
    }

    Counts published() {
      await()
          .atMost(PATIENCE)
          .until(() -> execution.state() != SweepState.PLANNING || end.isDone());
      return counts();
    }

    SweepState end() {
      return end.join();
    }

    @Override
    public void close() {
      execution.leave();
      end.handle((state, error) -> state).join();
      execution.close();
      if (own != null) {
        own.close();
      }
    }
  }

  private SweepPlan plan() {
    return plan(new Questions(REQUESTS, -1));
  }

  private SweepPlan plan(Scenario scenario) {
    return plan(scenario, false);
  }

  private SweepPlan plan(Scenario scenario, boolean retryQuarantined) {
    RunSpec spec =
        new RunSpec(
            "run",
            model,
            "",
            "questions",
            new ObjectSpec("questions", Map.of()),
            AdapterSpecs.generation("Question", "Answer").maxTrainInstances(0).build(),
            DataAugmentation.NONE,
            List.of("exact_match"),
            "exact_match",
            List.of());
    ModelRef ref = new ModelRef(model, "simulated", "1", "r", null, true);
    return new SweepPlan(
        "resume",
        List.of(new PlannedRun(spec, scenario, ref)),
        store,
        PerturbationResources.standard(),
        retryQuarantined);
  }

  /**
   * @param killAt number of the question at which the planning process dies; negative for never
   */
  private record Questions(int count, int killAt) implements Scenario {
    @Override
    public String name() {
      return "questions";
    }

    @Override
    public Stream<Instance> instances() {
      return IntStream.range(0, count).mapToObj(this::instance);
    }

    private Instance instance(int number) {
      if (number == killAt) {
        throw new IllegalStateException("killed");
      }
      Reference answer = new Reference("the answer", List.of(Reference.CORRECT));
      return Instance.of("question " + number, List.of(answer), "test").withId("id" + number);
    }
  }
}
