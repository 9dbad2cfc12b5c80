package dev.regatta.coordinator.kubernetes;

import dev.regatta.coordinator.control.Leadership;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.life.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership by a Lease of Kubernetes. A leader that dies is replaced after the lease's duration
 * and a tenth of it; one that ends in order, within that tenth.
 */
public final class LeaseLeadership implements Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseLeadership.class);

  private final Election election;
  private final Duration pause;
  private final Sleeper sleeper;
  private final Listener listener;
  private final CompletableFuture<Void> termination = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "leadership");
  private volatile boolean closed;
  private boolean told;
  private boolean failing;

  private LeaseLeadership(Election election, Duration pause, Sleeper sleeper, Listener listener) {
    this.election = election;
    this.pause = pause;
    this.sleeper = sleeper;
    this.listener = listener;
    thread.setDaemon(true);
  }

  /**
   * Stands for election.
   *
   * @param self name of this coordinator; of two that have the same, both lead
   * @param duration of the lease; a request that takes longer than a fifth of it has failed
   */
  static LeaseLeadership stand(
      KubeApi api, String lease, String self, Duration duration, Listener listener) {
    KubeApi quick = api.withTimeout(duration.dividedBy(5));
    return stand(
        quick,
        lease,
        self,
        duration,
        listener,
        Clock.systemUTC(),
        System::nanoTime,
        Sleeper.SYSTEM);
  }

  static LeaseLeadership stand(
      KubeApi api,
      String lease,
      String self,
      Duration duration,
      Listener listener,
      Clock clock,
      LongSupplier nanoTime,
      Sleeper sleeper) {
    Election election = new Election(api, lease, self, duration, clock, nanoTime);
    LeaseLeadership leadership =
        new LeaseLeadership(election, duration.dividedBy(10), sleeper, listener);
    leadership.thread.start();
    return leadership;
  }

  @Override
  public CompletionStage<Void> termination() {
    return termination;
  }

  private void run() {
    try {
      while (!closed) {
        attempt();
        tell(election.leads());
        sleeper.sleep(pause);
      }
      termination.complete(null);
    } catch (InterruptedException e) {
      termination.complete(null);
    } catch (RuntimeException | Error e) {
      tell(false);
      termination.completeExceptionally(
          RegattaException.resource(
              "Cannot stand for election as coordinator: " + e.getMessage(), e));
    }
    tell(false);
    release();
  }

  private void attempt() {
    try {
      election.attempt();
      failing = false;
    } catch (KubeException e) {
      if (e.forbidden()) {
        throw e;
      }
      if (!failing && !closed) {
        LOG.warn("{}", e.getMessage());
      }
      failing = true;
    }
    if (election.isOver()) {
      LOG.warn("Does not lead any more: the lease could not be renewed");
      election.giveUp();
    }
  }

  private void tell(boolean leads) {
    if (leads == told) {
      return;
    }
    told = leads;
    if (leads) {
      listener.elected();
    } else {
      listener.deposed();
    }
  }

  private void release() {
    // Whoever interrupted us wants this to be done still.
    boolean unused = Thread.interrupted();
    try {
      election.release();
    } catch (RuntimeException e) {
      LOG.warn("The lease could not be given back: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
