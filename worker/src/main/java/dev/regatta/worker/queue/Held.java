package dev.regatta.worker.queue;

import dev.regatta.worker.queue.Delivery.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that a lane's share consumer has under lock.
 *
 * <p>What a share consumer asks for: before each poll every record that it handed out is
 * acknowledged or renewed; a renewed record can be acknowledged only after a poll has handed it out
 * again, which the next poll does at once, and alone. So renewing is a commit and a poll together,
 * and happens on a timer well within the lock time.
 *
 * <p>What the consumer has fetched and not handed out yet is locked too, and cannot be renewed. So
 * what may have waited there for long is renewed before it is taken; where the broker refuses that,
 * its lock has run out and the request is somebody else's.
 */
final class Held {
  private static final Logger LOG = LoggerFactory.getLogger(Held.class);
  private static final Duration RENEWAL_POLL = Duration.ofMillis(50);
  private static final int DEFAULT_LOCK_MILLIS = 30_000;

  private final ShareConsumer<byte[], byte[]> consumer;
  private List<Task> tasks = new ArrayList<>();
  private long acknowledgedAtNanos;
  private long lockNanos;
  private long lockedAtNanos;

  /** When the consumer last had nothing: whatever it hands out has been locked since. */
  private long emptyAtNanos = System.nanoTime();

  Held(ShareConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
    consumer.setAcknowledgementCommitCallback(
        (offsets, error) -> {
          if (error != null) {
            LOG.warn(
                "Requests were not acknowledged and will be delivered again: {}", error, error);
          }
        });
  }

  /** Takes new requests; only while none is held. */
  List<Task> take(Duration patience) {
    List<Task> waited = isDue(emptyAtNanos) ? receive(Duration.ZERO) : List.of();
    List<Task> taken = waited.isEmpty() ? receive(patience) : waited;
    lockNanos =
        Duration.ofMillis(consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK_MILLIS))
            .toNanos();
    lockedAtNanos = System.nanoTime();
    return waited.isEmpty() ? taken : stillLocked(waited);
  }

  private boolean isDue(long sinceNanos) {
    return System.nanoTime() - sinceNanos >= lockNanos / 3;
  }

  /** How often {@link #renewIfDue} should be called. */
  Duration renewalInterval() {
    return Duration.ofNanos(lockNanos / 3);
  }

  /** As {@link #acknowledge}, unless that was done within this time. */
  void acknowledgeIfDue(Duration interval) {
    if (System.nanoTime() - acknowledgedAtNanos >= interval.toNanos()) {
      acknowledge();
    }
  }

  /** Tells the broker every verdict so far. */
  void acknowledge() {
    acknowledgedAtNanos = System.nanoTime();
    List<Task> open = new ArrayList<>();
    for (Task task : tasks) {
      if (task.verdict == null || task.renewing) {
        open.add(task);
      } else {
        consumer.acknowledge(task.record, task.verdict);
      }
    }
    if (open.size() < tasks.size()) {
      consumer.commitAsync();
      tasks = open;
    }
  }

  /** As {@link #acknowledge}; returns when the broker has taken the verdicts. */
  void settle() {
    acknowledge();
    consumer.commitSync();
  }

  /**
   * Extends the locks where it is time to.
   *
   * @return requests that came along and are now held too
   */
  List<Task> renewIfDue() {
    if (!isDue(lockedAtNanos)) {
      return List.of();
    }
    acknowledge();
    if (tasks.isEmpty()) {
      return List.of();
    }
    return stillLocked(renew());
  }

  /**
   * Asks for new locks. What the broker refuses is dropped: it is not handed out again, and a poll
   * that waits for it gets new requests in its place.
   *
   * @return requests that came along
   */
  private List<Task> renew() {
    for (Task task : tasks) {
      if (!task.renewing) {
        consumer.acknowledge(task.record, AcknowledgeType.RENEW);
        task.renewing = true;
      }
    }
    Set<Integer> refused = new HashSet<>();
    consumer
        .commitSync()
        .forEach(
            (partition, error) -> error.ifPresent(cause -> refused.add(partition.partition())));
    lockedAtNanos = System.nanoTime();
    tasks.removeIf(task -> task.renewing && refused.contains(task.record.partition()));
    return receive(RENEWAL_POLL);
  }

  /** Of requests that waited in the consumer those that are still ours. */
  private List<Task> stillLocked(List<Task> waited) {
    List<Task> locked = new ArrayList<>();
    List<Task> unsure = waited;
    while (!unsure.isEmpty()) {
      List<Task> next = renew();
      unsure.stream().filter(task -> !task.renewing).forEach(locked::add);
      unsure = next;
    }
    return locked;
  }

  /**
   * Acknowledges what has a verdict and gives the rest back to the queue. Requests that do not come
   * back from a renewal within the time of their locks are dropped: they are no longer held.
   *
   * @return how many were given back
   */
  int finish() {
    int released = 0;
    boolean patient = true;
    do {
      for (Task task : tasks) {
        if (task.verdict == null) {
          task.verdict = AcknowledgeType.RELEASE;
          released++;
        }
      }
      acknowledge();
      patient = System.nanoTime() - lockedAtNanos < lockNanos;
      if (!tasks.isEmpty() && patient) {
        receive(RENEWAL_POLL);
      }
    } while (!tasks.isEmpty() && patient);
    tasks.clear();
    return released;
  }

  /** Polls: takes renewed requests back, and returns those that are new. */
  private List<Task> receive(Duration patience) {
    Map<Position, Task> renewing = new HashMap<>();
    tasks.forEach(task -> renewing.put(Position.of(task.record), task));
    List<Task> fresh = new ArrayList<>();
    ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
    if (records.isEmpty()) {
      emptyAtNanos = System.nanoTime();
    }
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Task task = renewing.get(Position.of(record));
      if (task == null) {
        fresh.add(new Task(record));
      } else {
        task.record = record;
        task.renewing = false;
      }
    }
    tasks.addAll(fresh);
    return fresh;
  }
}
