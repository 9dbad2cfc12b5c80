package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.adapt.Downsampling;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.protocol.AdapterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The instances of one run: the pool for the shots, and those to evaluate. Down-sampled ones are
 * held; otherwise they are streamed, so memory does not grow with the data.
 */
final class EvalInstances {
  private static final List<String> EVAL_SPLITS = List.of(Instance.VALID, Instance.TEST);

  private final Scenario scenario;
  private final Predicate<Instance> evaluated;
  private final List<Instance> train = new ArrayList<>();
  private final List<Instance> chosen;

  EvalInstances(Scenario scenario, AdapterSpec spec) {
    this.scenario = scenario;
    List<String> splits = spec.evalSplits() == null ? EVAL_SPLITS : spec.evalSplits();
    this.evaluated = instance -> splits.contains(instance.split());
    Integer most = spec.maxEvalInstances();
    boolean shots = spec.maxTrainInstances() > 0;
    // A walk of data that may be large: only for what asks for it.
    int total = shots || most != null ? readTrain(shots) : 0;
    this.chosen = most == null || total <= most ? null : choose(Downsampling.indices(total, most));
  }

  /** Train instances, in their order. */
  List<Instance> train() {
    return train;
  }

  /** Evaluated instances in HELM's order; the caller closes the stream. */
  Stream<Instance> stream() {
    return chosen == null ? scenario.instances().filter(evaluated) : chosen.stream();
  }

  private int readTrain(boolean keep) {
    int total = 0;
    try (Stream<Instance> all = scenario.instances()) {
      for (Instance instance : (Iterable<Instance>) all::iterator) {
        if (keep && instance.split().equals(Instance.TRAIN)) {
          train.add(instance);
        }
        total += evaluated.test(instance) ? 1 : 0;
      }
    }
    return total;
  }

  private List<Instance> choose(int[] indices) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int place = 0; place < indices.length; place++) {
      places.put(indices[place], place);
    }
    Instance[] inOrder = new Instance[indices.length];
    int index = 0;
    try (Stream<Instance> all = scenario.instances().filter(evaluated)) {
      for (Instance instance : (Iterable<Instance>) all::iterator) {
        Integer place = places.get(index++);
        if (place != null) {
          inOrder[place] = instance;
        }
      }
    }
    return List.of(inOrder);
  }
}
