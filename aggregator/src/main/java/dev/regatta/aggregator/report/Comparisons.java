package dev.regatta.aggregator.report;

import dev.regatta.aggregator.report.Leaderboard.Comparison;
import dev.regatta.aggregator.statistics.Clusters;
import dev.regatta.aggregator.statistics.Holm;
import dev.regatta.aggregator.statistics.PairedComparison;
import dev.regatta.aggregator.statistics.SignFlips;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every pair of rows, scenario by scenario and over all scenarios that both have. */
final class Comparisons {

  /** One scenario of a pair of rows, and its terms in the test of the mean over scenarios. */
  private record Compared(Comparison comparison, double[] terms) {}

  private record Pair(List<Run> a, List<Run> b) {}

  private final InstanceScores scores;

  private Comparisons(InstanceScores scores) {
    this.scores = scores;
  }

  /**
   * With p values adjusted for being read together.
   *
   * @param rows the runs of each row, best first
   */
  static List<Comparison> of(List<List<Run>> rows, InstanceScores scores) {
    Comparisons comparisons = new Comparisons(scores);
    Stream<Pair> pairs =
        IntStream.range(0, rows.size())
            .boxed()
            .flatMap(
                i ->
                    IntStream.range(i + 1, rows.size())
                        .mapToObj(j -> new Pair(rows.get(i), rows.get(j))));
    return adjusted(
        pairs.toList().parallelStream()
            .flatMap(pair -> comparisons.compare(pair).stream())
            .toList());
  }

  private static List<Comparison> adjusted(List<Comparison> comparisons) {
    double[] adjusted = Holm.adjust(comparisons.stream().mapToDouble(Comparison::pValue).toArray());
    return IntStream.range(0, adjusted.length)
        .mapToObj(i -> comparisons.get(i).adjusted(adjusted[i]))
        .toList();
  }

  private List<Comparison> compare(Pair pair) {
    List<Compared> compared = new ArrayList<>();
    for (Run a : pair.a) {
      Optional<Run> b = pair.b.stream().filter(run -> run.task().equals(a.task())).findFirst();
      b.flatMap(run -> compare(a, run)).ifPresent(compared::add);
    }
    List<Comparison> comparisons = new ArrayList<>();
    if (compared.size() > 1) {
      comparisons.add(overall(compared));
    }
    compared.forEach(scenario -> comparisons.add(scenario.comparison));
    return comparisons;
  }

  private Optional<Compared> compare(Run a, Run b) {
    TaskScores.Common common = scores.common(List.of(a, b));
    if (common.size() == 0) {
      return Optional.empty();
    }
    double[] first = common.scores()[0];
    double[] second = common.scores()[1];
    PairedComparison paired =
        common
            .clusters()
            .map(clusters -> PairedComparison.of(first, second, clusters))
            .orElseGet(() -> PairedComparison.of(first, second));
    Comparison comparison =
        new Comparison(
            a.row(),
            b.row(),
            a.scenario(),
            a.name(),
            b.name(),
            Score.of(paired.difference(), paired.interval()),
            paired.pValue(),
            null,
            paired.test(),
            Score.known(paired.detectable()));
    return Optional.of(new Compared(comparison, terms(common)));
  }

  /** Differences, or their sums over clusters, that add up to the mean difference. */
  private static double[] terms(TaskScores.Common common) {
    double[] terms = new double[common.size()];
    Arrays.setAll(terms, i -> (common.scores()[0][i] - common.scores()[1][i]) / terms.length);
    return common.clusters().map(clusters -> Clusters.sums(terms, clusters)).orElse(terms);
  }

  private static Comparison overall(List<Compared> scenarios) {
    Comparison first = scenarios.get(0).comparison;
    Score mean = Score.macro(scenarios.stream().map(s -> s.comparison.difference()).toList());
    double[] terms = scenarios.stream().flatMapToDouble(s -> Arrays.stream(s.terms)).toArray();
    double stderr = mean.stderr() == null ? Double.NaN : mean.stderr();
    return new Comparison(
        first.a(),
        first.b(),
        null,
        null,
        null,
        mean,
        SignFlips.pValue(terms),
        null,
        PairedComparison.SIGN_FLIP,
        Score.known(PairedComparison.detectable(stderr, Double.POSITIVE_INFINITY)));
  }
}
