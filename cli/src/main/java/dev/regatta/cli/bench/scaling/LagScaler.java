package dev.regatta.cli.bench.scaling;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * KEDA's Kafka scaler with the horizontal pod autoscaler below it, by their documented defaults:
 * KEDA polls every 30 s, starts the first replica where there is lag, and goes to zero when there
 * has been none for 300 s; in between the autoscaler looks every 15 s, wants one replica for each
 * {@code lagThreshold} of lag, lets be what is within 10%, at most doubles or adds 4, and goes down
 * to the most that was recommended in the last 300 s. Lag is taken at its best: acknowledged only
 * when done, so that it has what is in flight. Which replica leaves is up to Kubernetes: the
 * youngest.
 */
final class LagScaler implements Scaler {
  private static final int POLL = 30;
  private static final int COOL_DOWN = 300;
  private static final int SYNC = 15;
  private static final int WINDOW = 300;
  private static final double TOLERANCE = 0.1;
  private static final int FEW = 4;
  private static final Comparator<Replica> YOUNGEST =
      Comparator.comparingInt(Replica::created).reversed();

  private final ToDoubleFunction<Load.Pool> lagThreshold;
  private final Map<SimulatedPool, Memory> memories = new HashMap<>();

  private static final class Memory {
    private final Deque<int[]> recommended = new ArrayDeque<>();
    private int lastActive;
  }

  LagScaler(ToDoubleFunction<Load.Pool> lagThreshold) {
    this.lagThreshold = lagThreshold;
  }

  @Override
  public void look(List<SimulatedPool> pools, int now) {
    for (SimulatedPool pool : pools) {
      Memory memory = memories.computeIfAbsent(pool, p -> new Memory());
      if (now % POLL == 0) {
        poll(pool, memory, now);
      }
      if (now % SYNC == 0 && !pool.kept().isEmpty()) {
        sync(pool, memory, now);
      }
    }
  }

  private static void poll(SimulatedPool pool, Memory memory, int now) {
    if (pool.outstanding() > 0) {
      memory.lastActive = now;
      if (pool.kept().isEmpty()) {
        pool.scale(1, YOUNGEST, now);
      }
    } else if (now - memory.lastActive >= COOL_DOWN) {
      memory.recommended.clear();
      pool.scale(0, YOUNGEST, now);
    }
  }

  private void sync(SimulatedPool pool, Memory memory, int now) {
    int present = pool.kept().size();
    double wanted = pool.outstanding() / lagThreshold.applyAsDouble(pool.load());
    boolean near = Math.abs(wanted / present - 1) <= TOLERANCE;
    int most = pool.policy().max();
    int recommended = near ? present : (int) Math.max(1, Math.min(most, Math.ceil(wanted)));
    memory.recommended.removeIf(past -> past[0] <= now - WINDOW);
    memory.recommended.add(new int[] {now, recommended});
    int highest = memory.recommended.stream().mapToInt(past -> past[1]).max().orElseThrow();
    int down = Math.min(present, highest);
    int up = Math.min(recommended, Math.max(2 * present, present + FEW));
    pool.scale(Math.max(down, up), YOUNGEST, now);
  }
}
