package dev.regatta.cli.bench;

import dev.regatta.aggregator.metric.Answer;
import dev.regatta.aggregator.metric.Generated;
import dev.regatta.aggregator.metric.Instance;
import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.aggregator.metric.Metrics;
import dev.regatta.aggregator.metric.RequestState;
import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A metric in a run of its own, with instances made of pairs of texts: whatever the metric looks at
 * is there.
 *
 * @param scorer of the run
 * @param instances the requests of each
 */
record MetricSample(InstanceScorer scorer, List<List<RequestState>> instances) {
  /** Those that need files of the user. */
  private static final Set<String> ABSENT = Set.of("bias_metric", "toxicity");

  private static final Map<String, String> WITH_ARGUMENTS =
      Map.of(
          "classification", "classification:labels=yes|no",
          "ranking", "ranking:measures=recip_rank.10|ndcg_cut.10");

  /** Golds that make the text before an instance, such as an article to be summarised. */
  private static final int BEFORE = 10;

  private static final int PASSAGES = 8;

  /** Correct, a passage's grade and rank, and BBQ's kind and letters. */
  private static final List<String> TAGS =
      List.of("correct", "relevance=2", "rank=1", "ambiguous", "negative", "A", "B", "C", "D");

  private static final Map<String, Object> EXTRA =
      Map.of(
          "random_string_to_prepend",
          "",
          "instruction_ids",
          List.of(
              "length_constraints:number_words",
              "keywords:existence",
              "detectable_format:number_highlighted_sections",
              "punctuation:no_comma"),
          "instruction_kwargs",
          List.of(
              Map.of("relation", "at least", "num_words", 20),
              Map.of("keywords", List.of("water", "council")),
              Map.of("num_highlights", 1),
              Map.of()));

  /** Names of all metrics that there is a sample for. */
  static List<String> metrics() {
    return Metrics.all().stream().filter(name -> !ABSENT.contains(name)).toList();
  }

  /** The metric over these pairs; USER error where it is not known. */
  static MetricSample of(String metric, List<TextPair> pairs) {
    RunSpec run =
        new RunSpec(
            "bench",
            "bench",
            "",
            "bench",
            new ObjectSpec("bench", Map.of()),
            AdapterSpecs.generation(null, null).build(),
            DataAugmentation.NONE,
            List.of(WITH_ARGUMENTS.getOrDefault(metric, metric)),
            metric,
            List.of());
    List<List<RequestState>> instances = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      instances.add(requests(metric, pairs.get(i), before(pairs, i)));
    }
    return new MetricSample(new InstanceScorer(run), instances);
  }

  private static String before(List<TextPair> pairs, int i) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < BEFORE; k++) {
      text.append(pairs.get((i + k + 1) % pairs.size()).gold()).append(' ');
    }
    return text.toString();
  }

  private static List<RequestState> requests(String metric, TextPair pair, String before) {
    int passages = metric.equals("ranking") ? PASSAGES : 1;
    Map<String, String> options =
        metric.startsWith("chain_of_thought") ? Map.of("A", pair.gold(), "B", before) : null;
    var reference = new Instance.Reference(before + pair.gold(), TAGS);
    var references = IntStream.range(0, passages).mapToObj(i -> reference).toList();
    Instance instance = new Instance(before, references, EXTRA);
    List<Generated> outputs = new ArrayList<>(List.of(output(pair.prediction())));
    if (metric.equals("self_bleu")) {
      outputs.add(output(pair.gold()));
    }
    Answer answer = new Answer(outputs, 100, 20, 0.1, 0.05);
    return IntStream.range(0, passages)
        .mapToObj(
            i ->
                new RequestState(
                    0,
                    i,
                    "original",
                    1,
                    List.of(pair.gold()),
                    true,
                    options,
                    0,
                    false,
                    answer,
                    -1,
                    -1,
                    instance))
        .toList();
  }

  private static Generated output(String text) {
    return new Generated(text, -10, "stop", 20, -10, text.length());
  }

  /** Scores every instance once; the sum is there so that nothing is left out as unused. */
  double score() {
    double sum = 0;
    for (List<RequestState> requests : instances) {
      double[] row = scorer.score(requests)[0];
      sum += row[row.length - 1];
      sum += scorer.count(requests).isEmpty() ? 0 : 1;
    }
    return sum;
  }
}
