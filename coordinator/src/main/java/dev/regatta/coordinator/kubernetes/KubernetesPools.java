package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.kubernetes.PodState.Blocked;
import dev.regatta.coordinator.scale.ObservedPool;
import dev.regatta.coordinator.scale.PoolBackend;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.life.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools of a Kubernetes namespace. Reads from memory and asks for sizes without waiting: one
 * thread makes the cluster what is wanted, and tries again where that fails. It does so only while
 * this coordinator leads.
 */
public final class KubernetesPools implements PoolBackend, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesPools.class);

  /** Between rounds without a change: for what is tried again. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final BooleanSupplier leads;
  private final PoolCaches caches;
  private final PoolReconciler reconciler;
  private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);
  private final Thread thread = new Thread(this::run, "pools");
  private volatile boolean closed;

  private KubernetesPools(
      KubeApi api, PoolObjects objects, BooleanSupplier leads, Clock clock, Sleeper sleeper) {
    this.leads = leads;
    this.caches = new PoolCaches(api, this::ring, sleeper);
    this.reconciler = new PoolReconciler(api, caches, objects, clock);
    thread.setDaemon(true);
  }

  /**
   * Begins to watch the namespace, and to work where this coordinator leads.
   *
   * @param leads whether this coordinator leads at present
   */
  static KubernetesPools start(
      KubeApi api, PoolObjects objects, BooleanSupplier leads, Clock clock, Sleeper sleeper) {
    KubernetesPools pools = new KubernetesPools(api, objects, leads, clock, sleeper);
    pools.thread.start();
    return pools;
  }

  @Override
  public List<ObservedPool> pools() {
    if (!caches.synced()) {
      caches
          .problem()
          .ifPresent(
              problem -> {
                throw problem;
              });
      return List.of();
    }
    Map<String, List<JsonNode>> pods = caches.pods();
    return caches.pools().values().stream()
        .filter(ModelPool::valid)
        .map(pool -> observed(pool, caches.state(pool, pods)))
        .toList();
  }

  private ObservedPool observed(ModelPool pool, PoolState state) {
    Map<String, String> blocked = new TreeMap<>();
    state.blocked().forEach((name, why) -> blocked.put(name, shown(why)));
    return new ObservedPool(
        pool.name(),
        pool.policy(),
        reconciler.replicas(pool),
        state.ready(),
        state.starting(),
        blocked);
  }

  private static String shown(Blocked why) {
    return why.message().isEmpty() ? why.reason() : why.reason() + ": " + why.message();
  }

  /** {@inheritDoc} Never waits, and never fails: what Kubernetes refuses stands in the status. */
  @Override
  public void scale(String pool, int replicas, String reason, Map<String, Integer> load) {
    reconciler.want(pool, replicas, reason, load);
    ring();
  }

  @Override
  public void outstanding(String pool, long requests) {
    reconciler.outstanding(pool, requests);
  }

  private void ring() {
    boolean unused = bell.offer(true);
  }

  private void run() {
    while (!closed) {
      try {
        bell.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        look();
      } catch (InterruptedException e) {
        return;
      } catch (RegattaException e) {
        LOG.warn("{}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("A round over the pools has failed", e);
      }
    }
  }

  /**
   * Makes the cluster what is wanted, where this coordinator leads and all is known of it. Happens
   * by itself after every change and every second.
   */
  public synchronized void look() {
    if (!leads.getAsBoolean()) {
      reconciler.forget();
    } else if (caches.synced()) {
      reconciler.round();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    caches.close();
  }
}
