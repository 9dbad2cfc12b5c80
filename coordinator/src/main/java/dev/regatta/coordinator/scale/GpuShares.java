package dev.regatta.coordinator.scale;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Divides the cluster's GPUs among pools. Claims come in levels: no pool gets anything of a level
 * before all have of the levels below what there is for them. Within a level pools of a higher
 * priority come first, and those of one priority share by weighted max-min fairness: the next
 * replica goes to the pool that has the fewest GPUs for its weight so far, to the one with larger
 * replicas where two are equal, for it is the first that would find no room, and then by name. A
 * replica gets all of its GPUs or none.
 */
final class GpuShares {
  private final Map<String, Integer> granted = new HashMap<>();
  private int left;

  /**
   * What a pool asks for.
   *
   * @param levels replicas up to and including each level; never decreasing, equally many of each
   *     pool
   */
  record Claim(String pool, int gpus, int priority, double weight, List<Integer> levels) {
    int all() {
      return levels.get(levels.size() - 1);
    }
  }

  private GpuShares(int budget) {
    this.left = budget;
  }

  /** Replicas of each pool. */
  static Map<String, Integer> of(OptionalInt budget, List<Claim> claims) {
    GpuShares shares = new GpuShares(budget.orElse(0));
    List<Claim> contended = new ArrayList<>();
    for (Claim claim : claims) {
      boolean free = budget.isEmpty() || claim.gpus() == 0;
      shares.granted.put(claim.pool(), free ? claim.all() : 0);
      if (!free) {
        contended.add(claim);
      }
    }
    if (!contended.isEmpty()) {
      int levels = contended.get(0).levels().size();
      for (int level = 0; level < levels; level++) {
        shares.grant(contended, level);
      }
    }
    return shares.granted;
  }

  private void grant(List<Claim> claims, int level) {
    claims.stream()
        .map(Claim::priority)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .forEach(
            priority ->
                share(claims.stream().filter(c -> c.priority() == priority).toList(), level));
  }

  private void share(List<Claim> claims, int level) {
    List<Claim> open = new ArrayList<>(claims);
    Comparator<Claim> order =
        Comparator.comparingDouble(this::byWeight)
            .thenComparing(Claim::gpus, Comparator.reverseOrder())
            .thenComparing(Claim::pool);
    while (true) {
      open.removeIf(
          claim -> claim.gpus() > left || granted.get(claim.pool()) >= claim.levels().get(level));
      if (open.isEmpty()) {
        return;
      }
      Claim next = open.stream().min(order).orElseThrow();
      granted.merge(next.pool(), 1, Integer::sum);
      left -= next.gpus();
    }
  }

  private double byWeight(Claim claim) {
    return granted.get(claim.pool()) * claim.gpus() / claim.weight();
  }
}
