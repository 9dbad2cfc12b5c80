package dev.regatta.coordinator.cluster;

import dev.regatta.coordinator.control.Leadership;
import dev.regatta.coordinator.control.Transition;
import dev.regatta.coordinator.execution.ExecutionConfig;
import dev.regatta.coordinator.scale.Autoscaler;
import dev.regatta.coordinator.scale.Demand;
import dev.regatta.coordinator.submission.Submission;
import dev.regatta.coordinator.submission.Submissions;
import dev.regatta.protocol.CoordinatorDetails;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.ModelProgress;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.SweepControl;
import dev.regatta.service.registry.ControlLog;
import dev.regatta.service.registry.ServiceRegistry;
import dev.regatta.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A coordinator of a cluster: leads or stands by. Answers questions in both cases and takes
 * commands where it leads. Safe for use by several threads: what a leader does, it does in one.
 */
public final class Coordinator implements Leadership.Listener, Autoscaler.Workload, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** After a word was not taken: time for the election to say who leads. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final Parts parts;
  private final ControlLog log;
  private final Runnable changed;
  private final ScheduledExecutorService loop =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "coordinator");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Leader leader;
  private volatile boolean elected;
  private final LongAdder publishingNanos = new LongAdder();
  private Instant notBefore = Instant.EPOCH;

  /**
   * What a coordinator works with.
   *
   * @param concurrent sweeps that are executed at once
   */
  public record Parts(
      Store store,
      Submissions submissions,
      ServiceRegistry registry,
      ExecutionConfig config,
      Admin admin,
      int concurrent,
      Clock clock) {}

  /**
   * Stands by until it is told that it is elected.
   *
   * @param log of the control topic, as it is seen while another one leads
   * @param changed called when this coordinator has begun or ceased to lead
   */
  public Coordinator(Parts parts, ControlLog log, Runnable changed) {
    this.parts = parts;
    this.log = log;
    this.changed = changed;
    loop.scheduleWithFixedDelay(
        () -> guarded(this::tick), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void elected() {
    elected = true;
    inLoop(this::tick);
  }

  @Override
  public void deposed() {
    elected = false;
    inLoop(this::tick);
  }

  public boolean leads() {
    return leader != null;
  }

  /** What is waited for before sweeps can be taken: that this or another coordinator leads. */
  public Optional<String> missing() {
    return leads() || otherLeader().isPresent()
        ? Optional.empty()
        : Optional.of("no coordinator leads yet");
  }

  /** The last word on every sweep, by id. */
  public Map<String, SweepControl> sweeps() {
    Leader leading = leader;
    return leading == null ? log.sweeps() : leading.sweeps();
  }

  /** Of the sweeps that are executed: by id, then by model; a few seconds old on a standby. */
  public Map<String, Map<String, ModelProgress>> progress() {
    Leader leading = leader;
    return leading == null
        ? otherLeader().map(CoordinatorDetails::progress).orElse(Map.of())
        : leading.progress();
  }

  @Override
  public Optional<Map<String, Demand>> demand() {
    return Optional.ofNullable(leader).map(Leader::demand);
  }

  /** Time that the executions which have ended here have spent on handing requests to Kafka. */
  public Duration publishing() {
    return Duration.ofNanos(publishingNanos.sum());
  }

  /** Takes an accepted submission on; one that is there already stays as it is. */
  public SweepControl submit(Submission submission) {
    return call(leading -> leading.submit(submission));
  }

  /**
   * Does what a user has commanded.
   *
   * @throws UnknownSweepException where there is no such sweep
   * @throws dev.regatta.coordinator.control.NotPossibleException where its state does not allow it
   * @throws StandbyException where another coordinator leads
   */
  public SweepControl command(String id, Transition command) {
    return call(
        leading -> {
          SweepControl sweep = leading.sweeps().get(id);
          if (sweep == null) {
            throw new UnknownSweepException(id);
          }
          return leading.command(sweep, command);
        });
  }

  /**
   * @throws StandbyException where another coordinator leads
   */
  public void requireLeading() {
    if (leader == null) {
      throw new StandbyException(otherLeader().map(CoordinatorDetails::url));
    }
  }

  private Optional<CoordinatorDetails> otherLeader() {
    return parts.registry().present(ServiceKind.COORDINATOR).stream()
        .map(ServiceStatus::coordinator)
        .filter(Objects::nonNull)
        .filter(CoordinatorDetails::leads)
        .findFirst();
  }

  private <T> T call(Function<Leader, T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    boolean taken =
        inLoop(
            () -> {
              try {
                requireLeading();
                result.complete(action.apply(leader));
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
                if (!refusal(e)) {
                  throw e;
                }
              }
            });
    if (!taken) {
      throw new StandbyException(otherLeader().map(CoordinatorDetails::url));
    }
    try {
      return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RegattaException known
          ? known
          : RegattaException.internal("The command failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw RegattaException.resource("The coordinator is busy; try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted", e);
    }
  }

  private void tick() {
    if (!elected && leader != null) {
      stepDown();
    } else if (elected && leader == null && !parts.clock().instant().isBefore(notBefore)) {
      leader = new Leader(parts, publishingNanos, this::inLoop);
      LOG.info("Leads");
      changed.run();
    }
    if (leader != null) {
      leader.tick();
    }
  }

  /** Runs nothing, and returns false, once this coordinator is closed. */
  private boolean inLoop(Runnable task) {
    try {
      loop.execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("Told after the end", e);
      return false;
    }
  }

  /** After an error the leader begins anew. What got out of here would end the loop in silence. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("The coordinator could not go on: {}", e.getMessage(), e);
      if (!refusal(e)) {
        notBefore = parts.clock().instant().plus(PAUSE);
        stepDown();
      }
    }
  }

  /** Whether it is no error of the leader, which has changed nothing. */
  private static boolean refusal(Throwable error) {
    return error instanceof StandbyException
        || error instanceof RegattaException known && known.category() == ErrorCategory.USER;
  }

  private void stepDown() {
    Leader former = leader;
    if (former != null) {
      leader = null;
      try {
        former.close();
      } catch (RuntimeException e) {
        LOG.warn("The former leader did not end in order: {}", e.getMessage(), e);
      }
      changed.run();
    }
  }

  /**
   * Leaves every execution where it is; another coordinator goes on. To be closed before the
   * leadership is given back, so that no sweep is executed by two.
   */
  @Override
  public void close() {
    elected = false;
    inLoop(this::stepDown);
    loop.shutdown();
    try {
      if (!loop.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The coordinator did not come to rest");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
