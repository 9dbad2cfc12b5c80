package dev.regatta.aggregator.metric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import dev.regatta.gold.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Sets of references and answers with sacrebleu's scores of the whole set. */
final class TranslationGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "translation",
          "sacrebleu's scores of a set of answers",
          "lmeval_corpus_metrics",
          Set.of("items", "bleu"),
          file -> TranslationGold::check);

  private static final String ITEMS = "items";

  private TranslationGold() {}

  private static void check(GoldCase gold) {
    List<RequestState> states = new ArrayList<>();
    for (JsonNode item : gold.get(ITEMS)) {
      states.add(state(new GoldCase(gold.where(), item, gold.findings())));
    }
    for (String field : gold.fields()) {
      if (PairScores.isCorpus(field)) {
        gold.close(field, () -> PairScores.ofCorpus(field, states), Tolerance.USUAL);
      } else if (!field.equals(ITEMS) && !field.equals("id")) {
        gold.unknown(field, "no metric of this name over a set of answers");
      }
    }
  }

  private static RequestState state(GoldCase item) {
    List<String> golds = item.has("refs") ? item.texts("refs") : List.of(item.text("ref"));
    return PairScores.state(golds, item.text("pred"));
  }
}
