package dev.regatta.cli.bench.scaling;

import dev.regatta.cli.bench.scaling.SimulatedPool.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Every load under every rule, second by second. */
public final class ScalingStudy {
  private static final int LIMIT_SECONDS = 48 * 3600;
  private static final double HOUR = 3600;

  private ScalingStudy() {}

  /**
   * A load under one rule; a pool's replicas have gone to zero at its end.
   *
   * @param load name of it
   * @param finishMinutes of each pool, from its first arrival to its last answer
   * @param meanMinutes from a request's arrival to its answer
   * @param gpuHours that replicas have had GPUs
   * @param startingHours of them, while engines loaded
   * @param idleHours of them, ready and without a request
   * @param redoneHours of them, spent on requests that were ended before they were done
   * @param gpus held in each minute
   */
  public record Result(
      String load,
      String rule,
      Map<String, Double> finishMinutes,
      double meanMinutes,
      double gpuHours,
      double startingHours,
      double idleHours,
      double redoneHours,
      List<Integer> gpus) {

    /** What brought no answer. */
    public double wastedHours() {
      return startingHours + idleHours + redoneHours;
    }
  }

  /** By name, in the order of tables. */
  private static Map<String, Function<Load, Scaler>> rules() {
    Map<String, Function<Load, Scaler>> rules = new LinkedHashMap<>();
    rules.put("Regatta", load -> new RegattaScaler(load.gpus()));
    rules.put("KEDA", load -> new LagScaler(pool -> 10));
    rules.put("KEDA, tuned", load -> new LagScaler(ScalingStudy::tuned));
    return rules;
  }

  /** As many requests as a replica answers in the target time, which has to be known before. */
  private static double tuned(Load.Pool pool) {
    long seconds = pool.policy().targetTime().minus(pool.policy().startTime()).toSeconds();
    return Math.max(1, Math.floor(pool.rate() * seconds));
  }

  /** What each load is, by name. */
  public static Map<String, String> loads() {
    Map<String, String> texts = new LinkedHashMap<>();
    Load.all().forEach(load -> texts.put(load.name(), load.text()));
    return texts;
  }

  /** The loads of these names, in the order of {@link #loads}; all where none is named. */
  public static List<Result> run(Collection<String> names) {
    List<Result> results = new ArrayList<>();
    for (Load load : Load.all()) {
      if (names.isEmpty() || names.contains(load.name())) {
        rules().forEach((name, rule) -> results.add(run(load, name, rule.apply(load))));
      }
    }
    return results;
  }

  private static Result run(Load load, String rule, Scaler scaler) {
    List<SimulatedPool> pools = load.pools().stream().map(SimulatedPool::new).toList();
    List<Integer> gpus = new ArrayList<>();
    for (int now = 0; now < LIMIT_SECONDS && !pools.stream().allMatch(SimulatedPool::over); now++) {
      int second = now;
      pools.forEach(pool -> pool.pass(second));
      scaler.look(pools, now);
      int held = pools.stream().mapToInt(SimulatedPool::gpusHeld).sum();
      for (SimulatedPool pool : pools) {
        held += pool.place(load.gpus() - held, now);
      }
      if (now % 60 == 0) {
        gpus.add(held);
      }
    }
    return result(load, rule, pools, gpus);
  }

  private static Result result(
      Load load, String rule, List<SimulatedPool> pools, List<Integer> gpus) {
    Map<String, Double> finish = new LinkedHashMap<>();
    for (SimulatedPool pool : pools) {
      int first = pool.load().requests().get(0).arrival();
      finish.put(pool.load().name(), (pool.usage().lastDone() - first) / 60.0);
    }
    double requests = pools.stream().mapToInt(pool -> pool.load().requests().size()).sum();
    return new Result(
        load.name(),
        rule,
        finish,
        sum(pools, Usage::waited) / requests / 60,
        sum(pools, Usage::total) / HOUR,
        sum(pools, Usage::starting) / HOUR,
        sum(pools, Usage::idle) / HOUR,
        sum(pools, Usage::redone) / HOUR,
        gpus);
  }

  private static double sum(List<SimulatedPool> pools, ToDoubleFunction<Usage> of) {
    return pools.stream().mapToDouble(pool -> of.applyAsDouble(pool.usage())).sum();
  }
}
