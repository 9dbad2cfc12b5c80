package dev.regatta.coordinator.scale;

import java.time.Instant;
import java.util.List;

/**
 * A pool, what it needs and what it claims of the cluster's GPUs.
 *
 * @param memory as it is after this decision
 * @param held replicas that it may keep although they are not needed
 * @param usable replicas that are counted upon; the others are blocked
 */
record Claimant(PoolLoad load, PoolMemory memory, Need need, int held, int usable) {

  static Claimant of(PoolLoad load, PoolMemory before, ScalingRule.Input input) {
    Instant now = input.now();
    ObservedPool pool = load.pool();
    ScalingPolicy policy = load.policy();
    Need need = need(load, input.settled());
    int needed = Math.max(need.target(), need.useful());
    PoolMemory memory = before.seeing(pool, now).needing(needed, pool.replicas(), now);
    int held = Math.min(memory.held(policy.idleTime(), now), pool.replicas());
    int usable = memory.limit().map(limit -> limit.usable(now)).orElse(policy.max());
    return new Claimant(load, memory, need, Math.min(held, policy.max()), usable);
  }

  private static Need need(PoolLoad load, boolean settled) {
    int present = Math.min(load.pool().replicas(), load.policy().max());
    return settled || present == 0
        ? Need.of(load)
        : new Need(present, present, "kept until demand and speed are known");
  }

  /**
   * In this order: the minimum, what the target needs, what is ready and has work, what may be
   * needed again soon. Blocked replicas come last, where nobody else has use for their GPUs.
   */
  GpuShares.Claim claim() {
    ScalingPolicy policy = load.policy();
    int least = Math.min(min(), usable);
    int target = Math.max(least, Math.min(need.target(), usable));
    int useful = Math.max(target, Math.min(need.useful(), usable));
    int kept = Math.max(useful, Math.min(held, usable));
    return new GpuShares.Claim(
        load.name(),
        policy.gpus(),
        policy.priority(),
        policy.weight(),
        List.of(least, target, useful, kept, wish()));
  }

  private int min() {
    return Math.min(load.policy().min(), load.policy().max());
  }

  /** Replicas that the pool would have if there were GPUs for everybody. */
  private int wish() {
    return Math.max(Math.max(min(), held), Math.max(need.target(), need.useful()));
  }

  Decision decision(int replicas, ScalingRule.Input input) {
    StringBuilder reason = new StringBuilder(need.why());
    int needed = Math.max(need.target(), need.useful());
    if (replicas < wish()) {
      reason.append("; the GPU budget of ").append(input.gpuBudget().orElse(0));
      reason.append(" leaves room for ").append(replicas);
    } else if (replicas > Math.max(needed, min())) {
      reason.append("; kept until unneeded for ");
      reason.append(Need.text(load.policy().idleTime().toMillis() / 1e3));
    } else if (replicas > need.target()) {
      reason.append(
          need.useful() >= replicas ? "; those that have work are kept" : "; the minimum");
    }
    memory.limit().ifPresent(limit -> reason.append("; blocked: ").append(limit.reason()));
    return new Decision(replicas, reason.toString());
  }
}
