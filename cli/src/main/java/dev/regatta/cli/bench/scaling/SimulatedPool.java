package dev.regatta.cli.bench.scaling;

import dev.regatta.coordinator.scale.ScalingPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The replicas of one pool, its queue, and what they have cost. */
final class SimulatedPool {
  /** In which a replica that leaves may finish what it has. */
  private static final int GRACE = 60;

  private final Load.Pool load;
  private final Deque<Load.Request> queue = new ArrayDeque<>();
  private final List<Replica> replicas = new ArrayList<>();
  private final Usage usage = new Usage();
  private int arrived;
  private int done;
  private int named;

  /** Seconds of GPUs, and when the last request was done. */
  static final class Usage {
    private long total;
    private long starting;
    private long idle;
    private double redone;
    private int lastDone;
    private long waited;

    long total() {
      return total;
    }

    long starting() {
      return starting;
    }

    long idle() {
      return idle;
    }

    double redone() {
      return redone;
    }

    int lastDone() {
      return lastDone;
    }

    /** From arrival to answer, of all requests together. */
    long waited() {
      return waited;
    }
  }

  SimulatedPool(Load.Pool load) {
    this.load = load;
  }

  ScalingPolicy policy() {
    return load.policy();
  }

  Load.Pool load() {
    return load;
  }

  Usage usage() {
    return usage;
  }

  /** Those that have not been told to leave. */
  List<Replica> kept() {
    return replicas.stream().filter(replica -> !replica.draining()).toList();
  }

  List<Replica> replicas() {
    return replicas;
  }

  /** Queued and in flight. */
  int outstanding() {
    return arrived - done;
  }

  boolean over() {
    return done == load.requests().size() && replicas.isEmpty();
  }

  int gpusHeld() {
    return (int) replicas.stream().filter(Replica::placed).count() * policy().gpus();
  }

  /** What happens in a second before anybody decides. */
  void pass(int now) {
    while (arrived < load.requests().size() && load.requests().get(arrived).arrival() <= now) {
      queue.add(load.requests().get(arrived));
      arrived++;
    }
    for (Replica replica : replicas) {
      for (Load.Request request : replica.finish(now)) {
        done++;
        usage.lastDone = now;
        usage.waited += now - request.arrival();
      }
    }
    replicas.stream()
        .filter(replica -> replica.gone(now))
        .forEach(replica -> release(replica, now));
    replicas.removeIf(replica -> replica.gone(now));
    dispatch(now);
    account(now);
  }

  private void release(Replica replica, int now) {
    List<Load.Request> back = new ArrayList<>();
    usage.redone += (double) replica.release(now, back) * policy().gpus() / policy().slots();
    back.forEach(queue::addFirst);
  }

  private void dispatch(int now) {
    while (!queue.isEmpty()) {
      Replica freest = null;
      for (Replica replica : replicas) {
        if (replica.free(now) > (freest == null ? 0 : freest.free(now))) {
          freest = replica;
        }
      }
      if (freest == null) {
        return;
      }
      freest.take(queue.remove(), now);
    }
  }

  private void account(int now) {
    for (Replica replica : replicas) {
      int gpus = replica.placed() ? policy().gpus() : 0;
      usage.total += gpus;
      usage.starting += replica.ready(now) ? 0 : gpus;
      usage.idle += replica.ready(now) && replica.inFlight() == 0 ? gpus : 0;
    }
  }

  /** Starts as many replicas as there are GPUs for; returns how many GPUs that took. */
  int place(int free, int now) {
    int left = free;
    for (Replica replica : replicas) {
      if (!replica.placed() && policy().gpus() <= left) {
        replica.place(now, (int) policy().startTime().toSeconds());
        left -= policy().gpus();
      }
    }
    return free - left;
  }

  /**
   * Makes them so many. Replicas that do not work yet leave first, the youngest of them, as
   * Kubernetes does it.
   *
   * @param order of those that work; the first leaves first
   */
  void scale(int wanted, Comparator<Replica> order, int now) {
    List<Replica> kept = new ArrayList<>(kept());
    for (int i = kept.size(); i < wanted; i++) {
      replicas.add(new Replica(load.name() + "-" + named++, policy().slots(), now));
    }
    Comparator<Replica> youngest = Comparator.comparingInt(Replica::created).reversed();
    kept.sort(
        Comparator.comparing((Replica r) -> r.ready(now))
            .thenComparing(order)
            .thenComparing(youngest));
    for (Replica leaving : kept.subList(0, Math.max(0, kept.size() - wanted))) {
      leaving.drain(leaving.ready(now) ? now + GRACE : now);
    }
    replicas.removeIf(replica -> replica.draining() && !replica.placed());
  }
}
