package dev.regatta.aggregator.sink;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import dev.regatta.service.kafka.Goodbye;
import dev.regatta.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lands completions from {@link Topics#COMPLETIONS} in the store, each request's once.
 *
 * <p><b>Nothing lost, nothing doubled.</b> The files between two commits of offsets end together at
 * one boundary; only when all are in place are the offsets committed. A file's name says where its
 * records start. Whoever takes a partition over deletes its files that start at or after the
 * committed offset, for their records come again. A commit just before the files are put in place,
 * and again where that takes long, keeps out a sink that has lost its partitions without noticing.
 *
 * <p><b>Duplicates.</b> A request may be answered twice (a worker died before its acknowledgement,
 * a coordinator published again). The first answer of (sweep, model, ordinal) lands, and before it
 * at most one quarantine, which readers pass over once there is an answer. Nothing lands after an
 * answer. With more than one sink in the group the completions of a request must share a partition,
 * so producers key them by request.
 *
 * <p>Records that cannot be read are set aside in {@code completions/_unreadable} and counted.
 */
public final class Sink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sink.class);

  private final Map<String, Object> kafka;
  private final Store store;
  private final SinkConfig config;
  private final Clock clock;
  private final AtomicLong landed = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final Thread thread = new Thread(this::run, "regatta-sink");
  private final CompletableFuture<Void> termination = new CompletableFuture<>();
  private volatile Set<Integer> partitions;
  private volatile long lag;
  private volatile boolean stopping;
  private volatile RuntimeException failure;

  /**
   * @param kafka client properties: at least {@code bootstrap.servers}
   */
  public Sink(Map<String, Object> kafka, Store store, SinkConfig config, Clock clock) {
    this.kafka = Map.copyOf(kafka);
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  /** Starts landing in a thread of its own. */
  public void start() {
    thread.start();
  }

  /** Lands what has been read, commits and stops. */
  @Override
  public void close() {
    stopping = true;
    await();
  }

  /** Waits until the sink has stopped: closed, or failed. */
  public void await() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Done when the sink has stopped; exceptionally where it failed. */
  public CompletableFuture<Void> termination() {
    return termination.copy();
  }

  /**
   * Partitions of {@link Topics#COMPLETIONS} that this sink lands: none for a standby. Empty until
   * the sinks' group has let it in.
   */
  public Optional<Set<Integer>> partitions() {
    return Optional.ofNullable(partitions);
  }

  /** Records of its partitions that are not in place yet, as far as is known. */
  public long lag() {
    return lag;
  }

  /** Rows in place and committed since the start. */
  public long landed() {
    return landed.get();
  }

  /** Completions dropped because their request had its answer, or a quarantine like it, already. */
  public long duplicates() {
    return duplicates.get();
  }

  /** Records set aside because they could not be read. */
  public long unreadable() {
    return unreadable.get();
  }

  /** Why the sink has stopped by itself: the store or Kafka failed for good. */
  public Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  boolean stopping() {
    return stopping;
  }

  void count(Landing landing) {
    landed.addAndGet(landing.rows());
    duplicates.addAndGet(landing.duplicates());
    unreadable.addAndGet(landing.refused());
  }

  void owns(Set<Integer> owned) {
    partitions = Set.copyOf(owned);
  }

  void behind(long records) {
    lag = records;
  }

  private void run() {
    land();
    if (failure == null) {
      termination.complete(null);
    } else {
      termination.completeExceptionally(failure);
    }
  }

  private void land() {
    Map<String, Object> properties = consumerProperties();
    try (Admin admin = Admin.create(kafka);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      land(admin, consumer, lease(properties));
      log.info(
          "Sink stopped: {} landed, {} duplicates, {} unreadable", landed, duplicates, unreadable);
    } catch (RuntimeException | Error e) {
      failure = reason(e);
      log.error("Sink failed; what is not committed will be landed by the next one", e);
    }
  }

  private void land(Admin admin, Consumer<byte[], byte[]> consumer, Duration lease) {
    Goodbye goodbye = Goodbye.to(consumer);
    try (goodbye) {
      new SinkLoop(this, consumer, admin, store, config, clock, System::nanoTime, lease).run();
    }
  }

  /** What fails while Kafka tells of partitions comes wrapped by it. */
  private static RuntimeException reason(Throwable e) {
    if (e instanceof KafkaException && e.getCause() instanceof RegattaException reason) {
      return reason;
    }
    return e instanceof RuntimeException exception
        ? exception
        : RegattaException.internal("The sink ended with an error: " + e, e);
  }

  /** A consumer is out after a session without a word, or when it polls too seldom. */
  private static Duration lease(Map<String, Object> properties) {
    return Stream.of(
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG)
        .map(key -> Integer.parseInt(properties.get(key).toString()))
        .min(Comparator.naturalOrder())
        .map(millis -> Duration.ofMillis(millis / 2))
        .orElseThrow();
  }

  private Map<String, Object> consumerProperties() {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.SINK_GROUP);
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    // Eager: with every rebalance all files end and the seen ordinals are read anew.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.min(2000, config.maxRows()));
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    // Fewer and larger fetches; a slow model's completion waits this much longer at the most.
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 512 << 10);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    properties.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    properties.putIfAbsent(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 300_000);
    properties.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return properties;
  }
}
