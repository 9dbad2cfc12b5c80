package dev.regatta.cli;

import dev.regatta.coordinator.scale.PoolStatus;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Pools of workers as people see them. */
final class PoolViews {
  private PoolViews() {}

  /** One line for each pool, and below them why replicas cannot run. */
  static String text(List<PoolStatus> pools) {
    TextTable table =
        new TextTable(
            "pool",
            "model",
            "desired",
            "ready",
            "starting",
            "blocked",
            "outstanding",
            "a replica",
            "cost/h",
            "why");
    StringBuilder blocked = new StringBuilder();
    for (PoolStatus pool : pools) {
      table.row(
          pool.pool(),
          pool.model(),
          pool.desired() + " of " + pool.max(),
          pool.ready(),
          pool.starting(),
          pool.blocked().size(),
          Format.count(pool.outstanding()),
          pool.ratePerSecond() == null ? "-" : Format.rate(pool.ratePerSecond()),
          pool.costPerHour() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", pool.costPerHour()),
          pool.reason() == null ? "-" : pool.reason());
      new TreeMap<>(pool.blocked())
          .forEach(
              (replica, why) ->
                  blocked.append(replica).append(" cannot run: ").append(why).append('\n'));
    }
    return table.toString() + blocked;
  }
}
