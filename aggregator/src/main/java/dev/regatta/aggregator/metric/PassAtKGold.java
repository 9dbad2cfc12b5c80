package dev.regatta.aggregator.metric;

import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import dev.regatta.gold.Tolerance;
import java.util.Set;

/** The estimator of pass@k for {@code c} of {@code n} answers that pass. */
final class PassAtKGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "pass-at-k",
          "the unbiased estimator of pass@k",
          "pass_at_k",
          Set.of("n", "c", "k", "pass_at_k"),
          file -> PassAtKGold::check);

  private PassAtKGold() {}

  private static void check(GoldCase gold) {
    gold.close(
        "pass_at_k",
        () -> PassAtK.estimate(gold.whole("n"), gold.whole("c"), gold.whole("k")),
        Tolerance.USUAL);
  }
}
