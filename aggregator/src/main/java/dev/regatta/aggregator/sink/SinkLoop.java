package dev.regatta.aggregator.sink;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a {@link Sink}: polls, lands, commits. */
final class SinkLoop implements ConsumerRebalanceListener {
  private static final Logger log = LoggerFactory.getLogger(SinkLoop.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LAST_COMMIT = Duration.ofSeconds(10);

  private final Sink sink;
  private final Consumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final Store store;
  private final SinkConfig config;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Duration lease;
  private final SeenOrdinals seen;

  /** Of each owned partition, the offset up to which all is landed and committed. */
  private final Map<TopicPartition, Long> boundaries = new HashMap<>();

  private String topic;
  private Landing landing;
  private long openedMillis;
  private long lastRecordMillis;
  private long leaseStart;

  /**
   * @param lease for how long partitions are certain to be ours after Kafka has taken a commit
   */
  SinkLoop(
      Sink sink,
      Consumer<byte[], byte[]> consumer,
      Admin admin,
      Store store,
      SinkConfig config,
      Clock clock,
      LongSupplier nanoTime,
      Duration lease) {
    this.sink = sink;
    this.consumer = consumer;
    this.admin = admin;
    this.store = store;
    this.config = config;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.lease = lease;
    this.seen = new SeenOrdinals(store);
    this.landing = new Landing(store, seen);
  }

  void run() {
    consumer.subscribe(List.of(Topics.COMPLETIONS), this);
    try {
      while (!sink.stopping()) {
        attempt(this::step);
      }
      attempt(this::flush);
    } finally {
      discard();
    }
  }

  /** What Kafka refuses or does not confirm for now: start over from what is committed. */
  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (CommitFailedException | RetriableException e) {
      log.warn("Reading again from the last commit: {}", e.getMessage());
      discard();
      consumer.unsubscribe();
      consumer.subscribe(List.of(Topics.COMPLETIONS), this);
    }
  }

  private void step() {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    for (TopicPartition partition : records.partitions()) {
      LandedFile file = new LandedFile(topic, partition.partition(), boundaries.get(partition));
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        landing.add(record, file);
      }
    }
    long now = clock.millis();
    if (!records.isEmpty()) {
      lastRecordMillis = now;
      openedMillis = openedMillis == 0 ? now : openedMillis;
    }
    if (due(now)) {
      flush();
    }
    sink.behind(lag());
  }

  private long lag() {
    long unread =
        boundaries.keySet().stream()
            .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
            .sum();
    return unread + landing.records() + landing.duplicates();
  }

  private boolean due(long now) {
    if (landing.isEmpty()) {
      return false;
    }
    return landing.records() >= config.maxRows()
        || landing.bytes() >= config.maxBytes()
        || now - openedMillis >= config.maxAge().toMillis()
        || now - lastRecordMillis >= idleMillis();
  }

  private long idleMillis() {
    long distance = (lastRecordMillis - openedMillis) / Math.max(1, landing.records());
    return Math.max(config.idle().toMillis(), 3 * distance);
  }

  /** Puts the files in place, then commits the offsets behind them. */
  private void flush() {
    Map<TopicPartition, OffsetAndMetadata> old = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    boundaries.forEach(
        (partition, boundary) -> {
          long position = consumer.position(partition);
          if (position > boundary) {
            old.put(partition, new OffsetAndMetadata(boundary));
            next.put(partition, new OffsetAndMetadata(position));
          }
        });
    if (next.isEmpty()) {
      return;
    }
    confirm(old);
    landing.commit(() -> renewLease(old));
    commit(next);
    next.forEach((partition, offset) -> boundaries.put(partition, offset.offset()));
    sink.count(landing);
    renew();
  }

  /**
   * Refused by Kafka where the partitions have another owner by now. Otherwise nobody else can have
   * them for the length of a session.
   */
  private void confirm(Map<TopicPartition, OffsetAndMetadata> committed) {
    leaseStart = nanoTime.getAsLong();
    commit(committed);
  }

  /** A sink that stops does not wait for Kafka for long: the next one lands what is missing. */
  private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (sink.stopping()) {
      consumer.commitSync(offsets, LAST_COMMIT);
    } else {
      consumer.commitSync(offsets);
    }
  }

  /**
   * A process may be stopped for any time between any two instructions; one that wakes when others
   * have its partitions must not put files beside theirs. One that is only slow, as with a remote
   * store, goes on.
   */
  private void renewLease(Map<TopicPartition, OffsetAndMetadata> committed) {
    if (nanoTime.getAsLong() - leaseStart > lease.toNanos()) {
      confirm(committed);
    }
  }

  private void renew() {
    landing = new Landing(store, seen);
    openedMillis = 0;
  }

  /** Forgets everything that is not committed; nothing is left then that a flush would commit. */
  private void discard() {
    Landing open = landing;
    boundaries.clear();
    tellOwned();
    seen.clear();
    renew();
    open.abort();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    try {
      flush();
    } catch (CommitFailedException | RetriableException e) {
      log.warn("Offsets not committed before partitions went: {}", e.getMessage());
    } finally {
      discard();
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    discard();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      takeOver(partitions);
    }
    tellOwned();
  }

  private void tellOwned() {
    sink.owns(
        boundaries.keySet().stream().map(TopicPartition::partition).collect(Collectors.toSet()));
  }

  private void takeOver(Collection<TopicPartition> partitions) {
    topic = topicId();
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(Map.copyOf(beginnings).keySet());
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata offset = committed.get(partition);
      long start = Math.max(offset == null ? 0 : offset.offset(), beginnings.get(partition));
      boundaries.put(partition, start);
      consumer.seek(partition, start);
    }
    deleteUncommitted();
    log.info("Sink lands partitions {}", boundaries);
  }

  /** Their records come again, in files that may end elsewhere. */
  private void deleteUncommitted() {
    for (String path : store.files(Tables.COMPLETIONS, Map.of())) {
      LandedFile.parse(path).filter(this::uncommitted).ifPresent(file -> store.delete(path));
    }
  }

  private boolean uncommitted(LandedFile file) {
    Long boundary = boundaries.get(new TopicPartition(Topics.COMPLETIONS, file.partition()));
    return file.topic().equals(topic) && boundary != null && file.firstOffset() >= boundary;
  }

  private String topicId() {
    try {
      return LandedFile.topic(
          admin
              .describeTopics(List.of(Topics.COMPLETIONS))
              .allTopicNames()
              .get()
              .get(Topics.COMPLETIONS)
              .topicId());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException again) {
        throw again;
      }
      throw new KafkaException("Cannot describe the topic " + Topics.COMPLETIONS, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted while describing topics", e);
    }
  }
}
