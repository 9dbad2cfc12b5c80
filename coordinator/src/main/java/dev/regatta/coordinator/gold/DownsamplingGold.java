package dev.regatta.coordinator.gold;

import dev.regatta.coordinator.adapt.Downsampling;
import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import java.util.Arrays;
import java.util.Set;

/** The {@code k} of {@code n} evaluated instances that HELM keeps, in its order. */
final class DownsamplingGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "sampling",
          "the instances that HELM keeps of a larger number",
          "helm_downsample",
          Set.of("n", "k", "indices"),
          file -> DownsamplingGold::check);

  private DownsamplingGold() {}

  private static void check(GoldCase gold) {
    int[] expected = Arrays.stream(gold.numbers("indices")).mapToInt(x -> (int) x).toArray();
    gold.equal(
        "indices",
        Arrays.toString(expected),
        () -> Arrays.toString(Downsampling.indices(gold.whole("n"), gold.whole("k"))));
  }
}
