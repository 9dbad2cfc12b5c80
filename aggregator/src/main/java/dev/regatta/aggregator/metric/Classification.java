package dev.regatta.aggregator.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * F1, precision and recall over classes, as scikit-learn averages them; what has no denominator is
 * 0. {@code classification}: answer and gold are labels, or lists of labels, normalised; answers
 * that are no class are no label at all. {@code multiple_choice_classification}: the texts that the
 * chosen options stand for; other answers are classes of their own.
 *
 * <p>Where there is but one class, scikit-learn takes the rest for a second one, and so does HELM.
 */
final class Classification implements CorpusMetric {
  private static final String GOLD = "gold:";
  private static final String FOUND = "found:";
  private static final String BOTH = "both:";
  private static final String ALL = "all";

  private final boolean choices;
  private final List<String> averages;
  private final List<String> scores;
  private final Set<String> labels;
  private final String delimiter;

  private Classification(MetricSpec spec, boolean choices) {
    spec.only("averages", "scores", "labels", "delimiter");
    this.choices = choices;
    this.averages = spec.list("averages", List.of("macro", "micro"));
    this.scores = spec.list("scores", List.of("f1"));
    this.labels =
        spec.list("labels", List.of()).stream()
            .map(Normalizer::normalizeKeepingArticles)
            .collect(Collectors.toCollection(TreeSet::new));
    this.delimiter = spec.text("delimiter", "");
  }

  static Classification ofText(MetricSpec spec, MetricResources resources) {
    return new Classification(spec, false);
  }

  static Classification ofChoices(MetricSpec spec, MetricResources resources) {
    return new Classification(spec, true);
  }

  @Override
  public void count(RequestState state, Tally tally) {
    if (state.golds().isEmpty()) {
      return;
    }
    Set<String> gold = choices ? Set.of(state.golds().get(0)) : labels(state.golds().get(0));
    Set<String> found = choices ? Set.of(chosen(state)) : labels(state.completion());
    for (String label : gold) {
      tally.add(GOLD + label, 1);
      tally.add(BOTH + label, found.contains(label) ? 1 : 0);
    }
    found.forEach(label -> tally.add(FOUND + label, 1));
    tally.add(ALL, 1);
  }

  private static String chosen(RequestState state) {
    String completion = PythonText.strip(state.completion());
    return state.outputMapping() == null
        ? completion
        : state.outputMapping().getOrDefault(completion, completion);
  }

  private Set<String> labels(String text) {
    Stream<String> parts =
        delimiter.isEmpty()
            ? Stream.of(text)
            : Arrays.stream(text.split(Pattern.quote(delimiter), -1));
    return parts
        .filter(part -> !part.isEmpty())
        .map(Normalizer::normalizeKeepingArticles)
        .filter(label -> labels.isEmpty() || labels.contains(label))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Outcomes of one class, or of several together. */
  private record Outcomes(double both, double found, double gold) {
    Outcomes plus(Outcomes other) {
      return new Outcomes(both + other.both, found + other.found, gold + other.gold);
    }

    /** Those of what is not this class. */
    Outcomes rest(double all) {
      return new Outcomes(all - found - gold + both, all - found, all - gold);
    }

    boolean any() {
      return found + gold > 0;
    }

    double score(String name) {
      return switch (name) {
        case "precision" -> ratio(both, found);
        case "recall" -> ratio(both, gold);
        default -> ratio(2 * both, found + gold);
      };
    }

    private static double ratio(double part, double whole) {
      return whole == 0 ? 0 : part / whole;
    }
  }

  @Override
  public Map<String, Double> statistics(Tally sums) {
    Set<String> classes = labels.isEmpty() ? new TreeSet<>(sums.keys(GOLD)) : labels;
    if (choices) {
      classes.addAll(sums.keys(FOUND));
    }
    Map<String, Outcomes> outcomes = new LinkedHashMap<>();
    for (String label : classes) {
      outcomes.put(
          label,
          new Outcomes(sums.of(BOTH + label), sums.of(FOUND + label), sums.of(GOLD + label)));
    }
    if (outcomes.size() == 1) {
      outcomes.values().stream()
          .findFirst()
          .map(one -> one.rest(sums.of(ALL)))
          .filter(Outcomes::any)
          .ifPresent(rest -> outcomes.put("", rest));
    }
    Map<String, Double> statistics = new LinkedHashMap<>();
    for (String average : averages) {
      for (String score : scores) {
        add(average.toLowerCase(Locale.ROOT), score, outcomes, statistics);
      }
    }
    return statistics;
  }

  private static void add(
      String average, String score, Map<String, Outcomes> classes, Map<String, Double> to) {
    String name = "classification_" + average + '_' + score;
    Outcomes none = new Outcomes(0, 0, 0);
    switch (average) {
      case "micro" ->
          to.put(name, classes.values().stream().reduce(none, Outcomes::plus).score(score));
      case "weighted" -> {
        double weight = classes.values().stream().mapToDouble(Outcomes::gold).sum();
        double sum = classes.values().stream().mapToDouble(o -> o.gold * o.score(score)).sum();
        to.put(name, weight == 0 ? 0 : sum / weight);
      }
      case "none" ->
          classes.forEach(
              (label, o) -> to.put("classification_" + label + '_' + score, o.score(score)));
      default ->
          to.put(
              name, classes.values().stream().mapToDouble(o -> o.score(score)).average().orElse(0));
    }
  }
}
