package dev.regatta.coordinator.execution;

import dev.regatta.coordinator.plan.SweepPlan;
import dev.regatta.coordinator.progress.Ledger;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Failure;
import dev.regatta.protocol.Origin;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one sweep from its plan to the store: publishes while planning, follows the completions,
 * publishes again what got lost, and ends when every planned request is completed or quarantined
 * and the sink has landed it.
 *
 * <p>It may be dropped at any instant, and another one goes on: nothing but Kafka and the store
 * says what is missing. To publish = planned - in the store - completed after the sink's commit -
 * still queued. Two executions of a sweep must not run at once.
 */
public final class SweepExecution implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SweepExecution.class);
  private static final Duration TICK = Duration.ofMillis(50);

  private final SweepPlan plan;
  private final int epoch;
  private final CompletionFeed feed;
  private final ExecutionConfig config;
  private final QueueAdmin queues;
  private final QueueWatch watch;
  private final Publisher publisher;
  private final LongSupplier nanoTime;
  private final Map<String, Map<TopicPartition, Long>> published = new LinkedHashMap<>();
  private final Map<String, Integer> republished = new LinkedHashMap<>();
  private volatile Map<String, Ledger> ledgers = new LinkedHashMap<>();
  private volatile SweepState state = SweepState.PLANNING;
  private Consumer<SweepState> listener;
  private volatile boolean stopping;
  private volatile boolean leaving;

  /** An execution in the sweep's first epoch. */
  public SweepExecution(SweepPlan plan, CompletionFeed feed, ExecutionConfig config, Admin admin) {
    this(plan, 0, feed, config, admin);
  }

  /**
   * @param epoch of the requests that it publishes; those of earlier epochs are void
   */
  public SweepExecution(
      SweepPlan plan, int epoch, CompletionFeed feed, ExecutionConfig config, Admin admin) {
    this(plan, epoch, feed, config, admin, System::nanoTime);
  }

  SweepExecution(
      SweepPlan plan,
      int epoch,
      CompletionFeed feed,
      ExecutionConfig config,
      Admin admin,
      LongSupplier nanoTime) {
    this.plan = plan;
    this.epoch = epoch;
    this.feed = feed;
    this.config = config;
    this.queues = new QueueAdmin(admin, config.topics(), config.lock());
    this.watch = new QueueWatch(admin);
    this.nanoTime = nanoTime;
    this.publisher = new Publisher(config.clientProperties(), nanoTime);
    plan.models().forEach(model -> ledgers.put(model, new Ledger()));
  }

  /** Where the execution stands. */
  public SweepState state() {
    return state;
  }

  /** Counts per model, in the sweep's order. */
  public Map<String, Ledger.Counts> progress() {
    Map<String, Ledger.Counts> counts = new LinkedHashMap<>();
    ledgers.forEach((model, ledger) -> counts.put(model, ledger.counts()));
    return counts;
  }

  /** How much of its time the execution has spent on handing requests to Kafka so far. */
  public Duration publishing() {
    return publisher.spent();
  }

  /** Asks to stop: nothing more is published; {@link #run} returns once the sink has caught up. */
  public void stop() {
    stopping = true;
  }

  /** Asks to stop without waiting for anybody: what is under way goes on without this execution. */
  public void leave() {
    leaving = true;
    stopping = true;
  }

  /**
   * Runs the sweep to its end. Queues and the completions topic are created where missing.
   *
   * @return {@link SweepState#LANDED} or {@link SweepState#STOPPED}
   */
  public SweepState run() {
    return run(left -> {});
  }

  /**
   * As {@link #run()}; tells {@code listener} of every state that is left, on the calling thread.
   */
  public SweepState run(Consumer<SweepState> listener) {
    this.listener = listener;
    try {
      queues.ensureCompletions(config.completionPartitions());
      plan.models().forEach(model -> queues.ensureQueue(model, config.requestPartitions()));
      ledgers = feed.open(plan.sweep(), plan.models());
      publish();
      awaitBalance();
      if (!stopping) {
        become(SweepState.LANDING);
      }
      awaitLanding();
      if (leaving && state == SweepState.LANDING) {
        become(SweepState.DRAINING);
      }
      become(state == SweepState.LANDING ? SweepState.LANDED : SweepState.STOPPED);
      return state;
    } catch (RuntimeException e) {
      state = SweepState.FAILED;
      throw e;
    }
  }

  @Override
  public void close() {
    publisher.close();
  }

  private void publish() {
    try {
      // The queue first: what leaves it between the two looks is among the completions.
      PublishingListener missing =
          new PublishingListener(
              new QueueScan(watch, config.clientProperties())
                  .queued(plan.sweep(), plan.models(), epoch));
      feed.catchUp(() -> stopping);
      if (plan.complete()) {
        plan.walk(missing);
      } else {
        plan.write(missing);
      }
      publisher.flush();
      plan.models().forEach(model -> published.put(model, watch.queueEnds(model)));
      ledgers.values().forEach(Ledger::planComplete);
      become(SweepState.RUNNING);
    } catch (Stopped e) {
      LOG.info("Sweep {}: stopped while planning", plan.sweep());
    }
  }

  /** Unwinds the walk of the plan when a stop is asked for. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super(null, null, false, false);
    }
  }

  /** Publishes what is missing. */
  private final class PublishingListener implements SweepPlan.Listener {
    private final Map<String, RoaringBitmap> queued;

    PublishingListener(Map<String, RoaringBitmap> queued) {
      this.queued = queued;
    }

    @Override
    public boolean has(String model, int ordinal) {
      return queued.get(model).contains(ordinal) || ledgers.get(model).has(ordinal);
    }

    @Override
    public boolean wants(String model, int ordinal) {
      Ledger ledger = plan(model, ordinal);
      if (ledger.settled(ordinal)) {
        return false;
      }
      boolean there = queued.get(model).contains(ordinal);
      if (there) {
        ledger.queued();
      }
      return !there;
    }

    @Override
    public void send(Request request) {
      publisher.publish(request.inEpoch(epoch));
    }

    @Override
    public void reuse(String model, int ordinal, boolean answered) {
      plan(model, ordinal).reuse(ordinal, answered);
    }

    private Ledger plan(String model, int ordinal) {
      if (stopping) {
        throw new Stopped();
      }
      Ledger ledger = ledgers.get(model);
      ledger.plan(ordinal);
      return ledger;
    }
  }

  private void awaitBalance() {
    Stall stall = new Stall(config.stallTimeout(), nanoTime);
    while (!stopping && !balanced()) {
      feed.check();
      LockSupport.parkNanos(TICK.toNanos());
      if (stall.stalled(outcomes())) {
        reconcile();
      }
    }
    if (stopping) {
      become(SweepState.DRAINING);
    }
  }

  private boolean balanced() {
    return ledgers.values().stream().allMatch(ledger -> ledger.counts().balanced());
  }

  private long outcomes() {
    return ledgers.values().stream()
        .map(Ledger::counts)
        .mapToLong(counts -> counts.completed() + counts.quarantined())
        .sum();
  }

  /** Publishes again what is missing from queues that are drained. */
  private void reconcile() {
    ledgers.forEach(
        (model, ledger) -> {
          if (!ledger.counts().balanced() && watch.drained(model, published.get(model))) {
            published.put(model, watch.queueEnds(model));
            RoaringBitmap lost = lost(model, ledger);
            if (!lost.isEmpty()) {
              republish(model, lost);
            }
          }
        });
  }

  /**
   * Without an outcome, and not on the queue: workers set requests aside behind what we sent. The
   * queue first, as in {@link #publish}: what has left it by then is among the completions.
   */
  private RoaringBitmap lost(String model, Ledger ledger) {
    QueueScan scan = new QueueScan(watch, config.clientProperties());
    RoaringBitmap queued = scan.queued(plan.sweep(), List.of(model), epoch).get(model);
    feed.catchUp(() -> stopping);
    RoaringBitmap lost = new RoaringBitmap();
    if (!stopping) {
      ledger.forEachOpen(lost::add);
    }
    lost.andNot(queued);
    return lost;
  }

  private void republish(String model, RoaringBitmap lost) {
    int times = republished.merge(model, 1, Integer::sum);
    LOG.warn(
        "Sweep {}, model {}: queue is drained and {} requests have no outcome; round {} of {}",
        plan.sweep(),
        model,
        lost.getCardinality(),
        times,
        config.maxRepublications());
    boolean giveUp = times > config.maxRepublications();
    plan.again(
        (asked, ordinal) -> asked.equals(model) && lost.contains(ordinal),
        request -> {
          if (giveUp) {
            publisher.publish(unanswered(request));
          } else {
            publisher.publish(request.inEpoch(epoch));
          }
        });
    publisher.flush();
    published.put(model, watch.queueEnds(model));
  }

  private Completion unanswered(Request request) {
    String message =
        "Published "
            + (config.maxRepublications() + 1)
            + " times; its queue was drained each time without an answer";
    return Completion.quarantined(
        request,
        new Failure(ErrorCategory.INTERNAL, message),
        null,
        new Origin("coordinator", 0, "", "", "", false));
  }

  /** The sink commits an offset only after the rows before it are in the store. */
  private void awaitLanding() {
    Map<TopicPartition, Long> ends = watch.completionEnds();
    long deadline = nanoTime.getAsLong() + config.landingTimeout().toNanos();
    while (!leaving && !watch.hasLanded(ends)) {
      if (nanoTime.getAsLong() - deadline > 0) {
        throw RegattaException.resource(
            "The sink has not landed all completions within "
                + config.landingTimeout().toSeconds()
                + " s; is an aggregator running?",
            null);
      }
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  private void become(SweepState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException(state + " cannot become " + next);
    }
    LOG.info("Sweep {}: {} -> {}", plan.sweep(), state, next);
    listener.accept(state);
    state = next;
  }
}
