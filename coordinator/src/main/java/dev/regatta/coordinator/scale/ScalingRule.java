package dev.regatta.coordinator.scale;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How many replicas every pool is to have: a pure function of what is outstanding, how fast
 * replicas are, what was decided before, and the time. {@code docs/scaling.md} tells it in words.
 */
public final class ScalingRule {
  private ScalingRule() {}

  /**
   * What a decision is made of.
   *
   * @param settled false where whoever decides has just begun, and may not know all of demand and
   *     rates: then pools that have replicas keep them, no more and no fewer
   * @param gpuBudget that all pools together may have; empty where nobody has said
   */
  public record Input(Instant now, boolean settled, OptionalInt gpuBudget, List<PoolLoad> pools) {
    public Input {
      pools = List.copyOf(pools);
    }
  }

  /**
   * Decisions by pool, and what the next one has to be given as memory.
   *
   * @param memory by pool
   */
  public record Outcome(Map<String, Decision> decisions, Map<String, PoolMemory> memory) {
    public Outcome {
      decisions = Map.copyOf(decisions);
      memory = Map.copyOf(memory);
    }
  }

  /** Decides; {@code memory} is that of the last outcome, or empty at first. */
  public static Outcome decide(Map<String, PoolMemory> memory, Input input) {
    List<Claimant> claimants = new ArrayList<>();
    for (PoolLoad load : input.pools()) {
      PoolMemory before = memory.getOrDefault(load.name(), PoolMemory.NEW);
      claimants.add(Claimant.of(load, before, input));
    }
    Map<String, Integer> shares =
        GpuShares.of(input.gpuBudget(), claimants.stream().map(Claimant::claim).toList());
    Map<String, Decision> decisions = new HashMap<>();
    Map<String, PoolMemory> next = new HashMap<>();
    for (Claimant claimant : claimants) {
      String pool = claimant.load().name();
      decisions.put(pool, claimant.decision(shares.get(pool), input));
      next.put(pool, claimant.memory());
    }
    return new Outcome(decisions, next);
  }
}
