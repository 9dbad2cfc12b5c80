package dev.regatta.coordinator.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the rule has to remember of a pool from one decision to the next.
 *
 * @param lastNeeded when the first, the second, ... replica was needed last; never increasing
 * @param blockedSince since when replicas cannot run
 * @param limit how many of them can, while they are not counted upon
 */
public record PoolMemory(
    List<Instant> lastNeeded, Optional<Instant> blockedSince, Optional<Limit> limit) {

  /** A pool that has just been seen: what it has, it needs until the contrary is known. */
  static final PoolMemory NEW = new PoolMemory(List.of(), Optional.empty(), Optional.empty());

  /** A replica that waits longer than a drain of another pool takes gives its GPUs to others. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  static final Duration FIRST_PAUSE = Duration.ofMinutes(2);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  public PoolMemory {
    lastNeeded = List.copyOf(lastNeeded);
  }

  /**
   * As many replicas as could run when others were blocked.
   *
   * @param until from when on one more is tried
   * @param pause length of the wait until then
   * @param reason the cluster's own
   */
  public record Limit(int ceiling, Instant until, Duration pause, String reason) {
    /** Replicas that are counted upon: one more than known to run when it is time to try. */
    int usable(Instant now) {
      return now.isBefore(until) ? ceiling : ceiling + 1;
    }
  }

  PoolMemory needing(int needed, int replicas, Instant now) {
    List<Instant> last = new ArrayList<>();
    for (int k = 0; k < Math.max(needed, replicas); k++) {
      last.add(k < needed || k >= lastNeeded.size() ? now : lastNeeded.get(k));
    }
    return new PoolMemory(last, blockedSince, limit);
  }

  /** Replicas that were needed less than {@code idleTime} ago. */
  int held(Duration idleTime, Instant now) {
    return (int) lastNeeded.stream().filter(at -> at.plus(idleTime).isAfter(now)).count();
  }

  PoolMemory seeing(ObservedPool pool, Instant now) {
    Optional<Limit> lifted = limit.filter(known -> pool.ready() <= known.ceiling());
    if (pool.blocked().isEmpty()) {
      // One that crashes in a loop is starting in between.
      Optional<Instant> since = pool.starting() == 0 ? Optional.empty() : blockedSince;
      return new PoolMemory(lastNeeded, since, lifted);
    }
    Instant since = blockedSince.orElse(now);
    boolean due = lifted.map(known -> !now.isBefore(known.until())).orElse(true);
    if (!due || now.isBefore(since.plus(PATIENCE))) {
      return new PoolMemory(lastNeeded, Optional.of(since), lifted);
    }
    Duration pause = lifted.map(known -> known.pause().multipliedBy(2)).orElse(FIRST_PAUSE);
    Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    String reason = pool.blocked().values().stream().sorted().findFirst().orElseThrow();
    Limit known = new Limit(pool.ready() + pool.starting(), now.plus(bounded), bounded, reason);
    return new PoolMemory(lastNeeded, Optional.empty(), Optional.of(known));
  }
}
