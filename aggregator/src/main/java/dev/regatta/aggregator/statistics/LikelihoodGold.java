package dev.regatta.aggregator.statistics;

import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import dev.regatta.gold.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Likelihoods of texts per word and per byte, as lm-evaluation-harness has them. */
final class LikelihoodGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "rolling-likelihood",
          "lm-eval's perplexities of whole texts",
          "lmeval_rolling",
          Set.of("text", "loglikelihood", "words"),
          file -> LikelihoodGold::check);

  private static final List<String> METRICS =
      List.of("logprob", "num_perplexity_tokens", "num_bytes", "num_words");
  private static final Set<String> OTHERS = Set.of("id", "text", "loglikelihood", "words", "bytes");

  private LikelihoodGold() {}

  private static void check(GoldCase gold) {
    Map<String, Double> found =
        statistics(
            List.of(
                new double[] {
                  gold.number("loglikelihood"), gold.whole("bytes"), gold.whole("words")
                }));
    for (String field : gold.fields()) {
      if (found.containsKey(field)) {
        gold.close(field, () -> found.get(field), Tolerance.USUAL);
      } else if (!OTHERS.contains(field)) {
        gold.unknown(field, "no statistic of this name");
      }
    }
  }

  /**
   * The statistics of a run of texts.
   *
   * @param texts log-likelihood, bytes and words of each
   */
  static Map<String, Double> statistics(List<double[]> texts) {
    RunAggregate run = new RunAggregate(new RunShape("run", METRICS, true, false, false, true));
    Context context = new Context("test", null, null);
    List<Scored> scored = new ArrayList<>();
    for (double[] text : texts) {
      double[] row = {text[0], 1, text[1], text[2]};
      scored.add(new Scored(0, context, scored.size(), new double[][] {row}));
    }
    scored.forEach(one -> run.add(List.of(one)));
    Map<String, Double> statistics = new TreeMap<>();
    RunStatistics.of(run).forEach(s -> statistics.put(s.metric(), s.stat().mean()));
    return statistics;
  }
}
