package dev.regatta.aggregator.metric;

import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import dev.regatta.gold.Tolerance;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Cases of {@code gold} and {@code pred} with a column for each metric's value, and the normalised
 * texts. A column of another name than these is one that Regatta does not know.
 */
final class TextMetricsGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "text-metrics",
          "HELM's metrics of a gold and an answer",
          "helm_text_metrics",
          Set.of("gold", "pred", "norm_gold"),
          file -> TextMetricsGold::check);

  private static final String GOLD = "gold";
  private static final String PREDICTION = "pred";
  private static final Set<String> OTHERS = Set.of("id", "category", GOLD, PREDICTION);

  /** False where the other tool had no trained splitter of sentences, and one was needed. */
  private static final String BLEU_COUNTS = "bleu_punkt_independent";

  private static final String KEPT = "_keep_articles";
  private static final Map<String, String> NORMALISED =
      Map.of(
          "norm_gold",
          GOLD,
          "norm_pred",
          PREDICTION,
          "norm_gold" + KEPT,
          GOLD,
          "norm_pred" + KEPT,
          PREDICTION);

  private TextMetricsGold() {}

  private static void check(GoldCase gold) {
    String reference = gold.text(GOLD);
    String answer = gold.text(PREDICTION);
    boolean bleu = !gold.has(BLEU_COUNTS) || gold.get(BLEU_COUNTS).asBoolean();
    for (String field : gold.fields()) {
      if (NORMALISED.containsKey(field)) {
        UnaryOperator<String> normal =
            field.endsWith(KEPT) ? Normalizer::normalizeKeepingArticles : Normalizer::normalize;
        String text = NORMALISED.get(field).equals(GOLD) ? reference : answer;
        gold.equal(field, gold.get(field).asText(), () -> normal.apply(text));
      } else if (!OTHERS.contains(field) && !field.equals(BLEU_COUNTS)) {
        metric(gold, field, reference, answer, bleu);
      }
    }
  }

  private static void metric(
      GoldCase gold, String name, String reference, String answer, boolean bleu) {
    if (!PairScores.known(name)) {
      gold.unknown(name, "no metric of this name");
    } else if (!bleu && name.startsWith("bleu_")) {
      gold.unknown(name, "recorded without a splitter of sentences");
    } else {
      gold.close(name, () -> PairScores.score(name, reference, answer), Tolerance.USUAL);
    }
  }
}
