package dev.regatta.coordinator.execution;

import dev.regatta.coordinator.progress.Ledger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * What has become of requests since the sink last committed, for all sweeps together: the topic is
 * read once however many sweeps are executed. What came before is in the store.
 */
public final class CompletionFeed implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(10);

  private final QueueWatch watch;
  private final Ledgers ledgers;
  private final CompletionFollower follower;

  private CompletionFeed(QueueWatch watch, Ledgers ledgers, CompletionFollower follower) {
    this.watch = watch;
    this.ledgers = ledgers;
    this.follower = follower;
  }

  /** Follows from where the sink has committed. The topic must exist. */
  public static CompletionFeed start(ExecutionConfig config, Admin admin) {
    return start(config, admin, Map.of());
  }

  /**
   * Follows from where the sink has committed, or from where the first unfinished retry began.
   *
   * @param retries by sweep, as told to {@link #retry}
   */
  public static CompletionFeed start(
      ExecutionConfig config, Admin admin, Map<String, Map<Integer, Long>> retries) {
    QueueWatch watch = new QueueWatch(admin);
    Ledgers ledgers = new Ledgers();
    retries.forEach(ledgers::retry);
    Map<TopicPartition, Long> from = new HashMap<>(watch.landed());
    retries
        .values()
        .forEach(
            retry ->
                from.replaceAll(
                    (partition, offset) ->
                        Math.min(offset, retry.getOrDefault(partition.partition(), offset))));
    return new CompletionFeed(
        watch, ledgers, new CompletionFollower(ledgers, config.clientProperties(), from));
  }

  /**
   * Quarantines of a sweep before these offsets of the completions' partitions are no outcomes any
   * more: their requests are sent again. To be called between two executions of the sweep.
   */
  public void retry(String sweep, Map<Integer, Long> from) {
    ledgers.retry(sweep, from);
  }

  /** Drops what is known of a sweep that is done. */
  public void forget(String sweep) {
    ledgers.forget(sweep);
  }

  Map<String, Ledger> open(String sweep, List<String> models) {
    return ledgers.open(sweep, models);
  }

  /** Waits until every completion that is there now has been entered, or {@code given up}. */
  void catchUp(BooleanSupplier givenUp) {
    Map<TopicPartition, Long> ends = watch.completionEnds();
    while (!follower.reached(ends) && !givenUp.getAsBoolean()) {
      check();
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  /**
   * @throws dev.regatta.protocol.RegattaException RESOURCE where the topic cannot be read any more
   */
  public void check() {
    follower.check();
  }

  @Override
  public void close() {
    follower.close();
  }
}
