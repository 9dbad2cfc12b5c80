package dev.regatta.aggregator.metric;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * Scores of a corpus from sums of n-gram counts: {@code bleu}, {@code chrf}, {@code chrf++}, {@code
 * ter}, each as sacrebleu computes it by default.
 */
final class Translation implements CorpusMetric {
  private final String name;
  private final BiFunction<List<String>, String, double[]> counts;
  private final ToDoubleFunction<double[]> score;
  private final int size;

  private Translation(
      String name,
      int size,
      BiFunction<List<String>, String, double[]> counts,
      ToDoubleFunction<double[]> score) {
    this.name = name;
    this.size = size;
    this.counts = counts;
    this.score = score;
  }

  static Translation bleu(MetricSpec spec, MetricResources resources) {
    spec.only();
    return new Translation(
        spec.name(), CorpusBleu.SIZE, CorpusBleu::counts, sums -> CorpusBleu.score(sums, false));
  }

  static Translation chrF(MetricSpec spec, MetricResources resources) {
    spec.only();
    ChrF scorer = new ChrF(spec.name().endsWith("++") ? 2 : 0);
    return new Translation(spec.name(), scorer.size(), scorer::counts, scorer::score);
  }

  /** Lengths are added up times the number of references, which makes them whole numbers. */
  static CorpusMetric ter(MetricSpec spec, MetricResources resources) {
    spec.only();
    return new TerRate(spec.name());
  }

  @Override
  public double most() {
    return 100;
  }

  @Override
  public void count(RequestState state, Tally tally) {
    if (state.golds().isEmpty()) {
      return;
    }
    double[] counted = counts.apply(state.golds(), PythonText.strip(state.completion()));
    for (int i = 0; i < counted.length; i++) {
      tally.add(Integer.toString(i), (long) counted[i]);
    }
  }

  @Override
  public Map<String, Double> statistics(Tally sums) {
    double[] total = new double[size];
    for (int i = 0; i < size; i++) {
      total[i] = sums.of(Integer.toString(i));
    }
    return Map.of(name, score.applyAsDouble(total));
  }

  private record TerRate(String name) implements CorpusMetric {
    private static final String EDITS = "edits";
    private static final String LENGTHS = "lengths:";

    @Override
    public double most() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public void count(RequestState state, Tally tally) {
      if (!state.golds().isEmpty()) {
        Ter.Edits edits = Ter.edits(state.golds(), PythonText.strip(state.completion()));
        tally.add(EDITS, edits.fewest());
        tally.add(LENGTHS + state.golds().size(), edits.length());
      }
    }

    @Override
    public Map<String, Double> statistics(Tally sums) {
      double length = 0;
      for (String references : sums.keys(LENGTHS)) {
        length += (double) sums.of(LENGTHS + references) / Integer.parseInt(references);
      }
      return Map.of(name, Ter.score(sums.of(EDITS), length));
    }
  }
}
