package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.random.NumpyRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which evaluated instances are kept, as HELM keeps them: a fixed permutation that depends on their
 * number alone, so that a smaller sample is a prefix of a larger one. Train instances are never
 * dropped.
 */
public final class Downsampling {
  private static final long SEED = 0;

  private Downsampling() {}

  /**
   * Positions of the instances kept, in the order of evaluation.
   *
   * @param n evaluated instances of the scenario, all eval splits together
   * @param k most instances to keep; where n is not larger, all stay in their order
   */
  public static int[] indices(int n, int k) {
    return k < n ? new NumpyRandom(SEED).choice(n, k) : IntStream.range(0, n).toArray();
  }

  /**
   * The evaluated instances that are kept, in the order of evaluation.
   *
   * @param evaluated instances (or their ids) of the eval splits, without the train instances
   * @param maxEvalInstances as in the adapter spec; null keeps all
   */
  public static <T> List<T> keep(List<T> evaluated, Integer maxEvalInstances) {
    int most = maxEvalInstances == null ? evaluated.size() : maxEvalInstances;
    return Arrays.stream(indices(evaluated.size(), most)).mapToObj(evaluated::get).toList();
  }
}
