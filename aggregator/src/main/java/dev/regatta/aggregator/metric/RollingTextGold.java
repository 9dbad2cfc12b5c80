package dev.regatta.aggregator.metric;

import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import java.util.Set;

/** Texts with what their likelihoods are divided by in lm-evaluation-harness. */
final class RollingTextGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "rolling-text",
          "lm-eval's counts of words and bytes",
          "lmeval_rolling",
          Set.of("text", "loglikelihood", "words"),
          file -> RollingTextGold::check);

  private RollingTextGold() {}

  private static void check(GoldCase gold) {
    String text = gold.text("text");
    gold.equal("words", gold.whole("words"), () -> RollingWords.count(text));
    gold.equal("bytes", gold.whole("bytes"), () -> Generated.bytes(text));
  }
}
