package dev.regatta.coordinator.scale;

import java.time.Duration;
import java.util.Locale;

/**
 * How many replicas the work of a pool calls for, whatever GPUs there are.
 *
 * @param target for the work to be done in time; between 0 and the pool's maximum
 * @param useful of those that are ready, how many the work keeps busy: the price of their start is
 *     paid, and they answer at the same cost now or later
 * @param why of {@code target}
 */
record Need(int target, int useful, String why) {
  /** A drain lets requests end that take no longer; what takes longer would be done again. */
  static final Duration SHORT_REQUEST = Duration.ofSeconds(30);

  static Need of(PoolLoad load) {
    ScalingPolicy policy = load.policy();
    Demand demand = load.demand();
    int ready = load.pool().ready();
    long occupied = ceil((double) demand.outstanding() / policy.slots());
    Target target = target(load, occupied);
    int wanted = demand.wanted() || demand.outstanding() > 0 ? 1 : 0;
    int bounded = (int) Math.min(policy.max(), Math.max(wanted, target.replicas()));
    long busy = load.requestSeconds() > SHORT_REQUEST.toSeconds() ? load.busy() : 0;
    long useful = Math.min(ready, Math.max(occupied, busy));
    if (!demand.complete()) {
      useful = Math.max(useful, load.pool().replicas());
    }
    String beyond = target.replicas() > policy.max() ? ", the most is " + policy.max() : "";
    return new Need(bounded, (int) Math.min(policy.max(), useful), target.why() + beyond);
  }

  private record Target(long replicas, String why) {}

  private static Target target(PoolLoad load, long occupied) {
    Demand demand = load.demand();
    if (demand.outstanding() == 0) {
      String planned = demand.complete() ? "idle" : "a sweep is being planned";
      return new Target(0, demand.wanted() ? "a sweep waits for this model" : planned);
    }
    double seconds = demand.outstanding() / load.rate();
    double start = load.startTime().toMillis() / 1e3;
    double within = load.policy().targetTime().toMillis() / 1e3;
    int ready = load.pool().ready();
    String work =
        String.format(
            Locale.ROOT,
            "%,d request%s at %.3g/s a replica",
            demand.outstanding(),
            demand.outstanding() == 1 ? "" : "s",
            load.rate());
    long present = Math.min(ceil(seconds / within), occupied);
    if (present <= ready) {
      return new Target(present, work + reaching(present, within));
    }
    if (ready > 0 && seconds / ready <= start) {
      return new Target(
          ready, work + ": done in " + text(seconds / ready) + ", before a new one is ready");
    }
    // A target that leaves a new replica hardly any time would call for ever more of them.
    double horizon = Math.max(within, 2 * start);
    long more = ceil((seconds - ready * horizon) / (horizon - start));
    long replicas = Math.min(Math.max(ready, ready + more), occupied);
    return new Target(replicas, work + reaching(replicas, horizon));
  }

  private static String reaching(long replicas, double seconds) {
    return ": " + replicas + (replicas == 1 ? " is" : " are") + " needed within " + text(seconds);
  }

  private static long ceil(double value) {
    return (long) Math.ceil(value);
  }

  static String text(double seconds) {
    return seconds < 90
        ? String.format(Locale.ROOT, "%.0fs", Math.ceil(seconds))
        : String.format(Locale.ROOT, "%.0fm", Math.ceil(seconds / 60));
  }
}
