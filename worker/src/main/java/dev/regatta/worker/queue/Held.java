package dev.regatta.worker.queue;

import dev.regatta.worker.queue.Delivery.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * what may have waited there for long is renewed before it is taken; what does not come back from
 * that has lost its lock, and is somebody else's.
 */
final class Held {
  private static final Logger LOG = LoggerFactory.getLogger(Held.class);
  private static final Duration RENEWAL_POLL = Duration.ofMillis(50);
  private static final int DEFAULT_LOCK_MILLIS = 30_000;

  /** Longer than a broker waits for requests before it answers that there are none. */
  private static final Duration LATE = Duration.ofMillis(600);

  private final ShareConsumer<byte[], byte[]> consumer;
  private List<Task> tasks = new ArrayList<>();
  private long acknowledgedAtNanos;
  private long lockedAtNanos;
  private long takenAtNanos;

  /**
   * How long a lock lasts. Kafka tells it with requests only; 0 until then, so that what comes
   * first counts as having waited for long.
   */
  private long lockNanos;

  /** When it was polled last: what it hands out without having been asked since has waited. */
  private long polledAtNanos = System.nanoTime();

  /** Whether its last poll brought nothing. What that asked the broker for may come yet. */
  private boolean polledInVain;

  /** Whether it was polled while it had requests under lock: others may have come and waited. */
  private boolean renewed;

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
    boolean waited = renewed || isDue(polledAtNanos);
    List<Task> taken = receive(patience);
    lockedAtNanos = System.nanoTime();
    takenAtNanos = lockedAtNanos;
    if (!taken.isEmpty()) {
      int millis = consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK_MILLIS);
      lockNanos = Duration.ofMillis(millis).toNanos();
    }
    if (waited) {
      taken = stillLocked(taken);
    }
    renewed = false;
    return taken;
  }

  /**
   * Whether requests may be in the consumer that nobody has asked for since: they are under lock,
   * and each time a lock runs out counts as a delivery.
   */
  boolean mayHaveMore() {
    return polledInVain && System.nanoTime() - polledAtNanos >= LATE.toNanos();
  }

  /** Whether what was taken last has been held for longer than a lock lasts. */
  boolean isOld() {
    return System.nanoTime() - takenAtNanos >= lockNanos;
  }

  private boolean isDue(long sinceNanos) {
    return System.nanoTime() - sinceNanos >= lockNanos / 3;
  }

  /** Of requests that waited in the consumer those that are ours still, and what came along. */
  private List<Task> stillLocked(List<Task> waited) {
    if (waited.isEmpty()) {
      return waited;
    }
    List<Task> locked = renew();
    waited.stream().filter(task -> !task.renewing).forEach(locked::add);
    tasks.removeIf(task -> task.renewing);
    return locked;
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
    return renew();
  }

  private List<Task> renew() {
    renewed = true;
    for (Task task : tasks) {
      if (!task.renewing) {
        consumer.acknowledge(task.record, AcknowledgeType.RENEW);
        task.renewing = true;
      }
    }
    consumer.commitSync();
    lockedAtNanos = System.nanoTime();
    return receive(RENEWAL_POLL);
  }

  /**
   * Acknowledges what has a verdict and gives the rest back to the queue. Records whose renewal the
   * broker refused are dropped: they are no longer held.
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
    polledAtNanos = System.nanoTime();
    ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
    polledInVain = records.isEmpty();
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
