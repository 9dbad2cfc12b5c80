package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.protocol.AdapterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * HELM's choice of few-shot examples: labels take turns, frequent ones first, and within a label
 * the examples are drawn at random. One sample serves all evaluated instances of a trial.
 */
public final class FewShot {
  /** Python orders strings by code points, Java by UTF-16 units. */
  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
      };

  private FewShot() {}

  /**
   * The examples of a trial in the order of the prompt.
   *
   * @param train all train instances in the order of the scenario
   * @param trial index of the train trial from 0; it seeds the draw
   */
  public static List<Instance> sample(List<Instance> train, AdapterSpec spec, int trial) {
    int k = Math.min(train.size(), spec.maxTrainInstances());
    if (!spec.sampleTrain()) {
      int start = Math.min(k * trial, train.size());
      return List.copyOf(train.subList(start, Math.min(start + k, train.size())));
    }
    PythonRandom random = new PythonRandom(trial);
    List<Instance> unlabelled = new ArrayList<>();
    Map<String, List<Instance>> buckets = new TreeMap<>(BY_CODE_POINT);
    for (Instance instance : train) {
      Optional<String> label = instance.firstCorrect().map(Reference::text);
      label
          .map(text -> buckets.computeIfAbsent(text, unseen -> new ArrayList<>()))
          .orElse(unlabelled)
          .add(instance);
    }
    List<Instance> sample = takeTurns(turns(buckets, random), k, random);
    sample.addAll(random.sample(unlabelled, k - sample.size()));
    return List.copyOf(sample);
  }

  /** The buckets from large to small, equal ones shuffled. */
  private static List<List<Instance>> turns(
      Map<String, List<Instance>> buckets, PythonRandom random) {
    Map<Integer, List<List<Instance>>> bySize = new TreeMap<>(Comparator.reverseOrder());
    for (List<Instance> bucket : buckets.values()) {
      bySize.computeIfAbsent(bucket.size(), unseen -> new ArrayList<>()).add(bucket);
    }
    List<List<Instance>> turns = new ArrayList<>();
    for (List<List<Instance>> equal : bySize.values()) {
      random.shuffle(equal);
      turns.addAll(equal);
    }
    return turns;
  }

  private static List<Instance> takeTurns(List<List<Instance>> turns, int k, PythonRandom random) {
    List<Instance> sample = new ArrayList<>(k);
    int left = Math.min(k, turns.stream().mapToInt(List::size).sum());
    for (int turn = 0; left > 0; turn++) {
      List<Instance> bucket = turns.get(turn % turns.size());
      if (!bucket.isEmpty()) {
        sample.add(bucket.remove(random.below(bucket.size())));
        left--;
      }
    }
    return sample;
  }
}
