package dev.regatta.coordinator.helm;

import static dev.regatta.coordinator.adapt.AdapterSpecs.generation;
import static dev.regatta.coordinator.helm.MetricSpecs.all;
import static dev.regatta.coordinator.helm.MetricSpecs.bias;
import static dev.regatta.coordinator.helm.MetricSpecs.classification;
import static dev.regatta.coordinator.helm.MetricSpecs.exactMatch;
import static dev.regatta.coordinator.helm.MetricSpecs.f1;
import static dev.regatta.coordinator.helm.MetricSpecs.generic;
import static dev.regatta.coordinator.helm.MetricSpecs.metric;
import static dev.regatta.coordinator.helm.MetricSpecs.openEnded;
import static dev.regatta.coordinator.helm.MetricSpecs.reference;
import static dev.regatta.coordinator.helm.Specs.name;
import static dev.regatta.coordinator.helm.Specs.run;
import static dev.regatta.coordinator.helm.Specs.scenario;

import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.coordinator.scenario.helm.LegalBench;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.ObjectSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Questions about a text, its sentiment, its kind; search; long conversations. */
final class ReadingRuns {
  private static final String REGULAR = "regular";
  private static final String TREC = "trec";

  private ReadingRuns() {}

  static Map<String, RunSpecFunction> functions() {
    return Map.of(
        "boolq", ReadingRuns::boolq,
        "imdb", ReadingRuns::imdb,
        "narrative_qa", ReadingRuns::narrativeQa,
        "quac", ReadingRuns::quac,
        "legalbench", ReadingRuns::legalBench,
        "msmarco", ReadingRuns::msmarco,
        "openai_mrcr", ReadingRuns::openaiMrcr);
  }

  private static HelmRunSpec boolq(RunArguments args) {
    return contrasted(
        "boolq", args, "boolq_scenario.BoolQScenario", "Answer", all(exactMatch(), bias()));
  }

  private static HelmRunSpec imdb(RunArguments args) {
    return contrasted(
        "imdb",
        args,
        "imdb_scenario.IMDBScenario",
        "Sentiment",
        all(exactMatch(), classification()));
  }

  /** Any text for {@code only_contrast} is true in Python, {@code False} too. */
  private static HelmRunSpec contrasted(
      String function,
      RunArguments args,
      String scenario,
      String outputNoun,
      List<ObjectSpec> metrics) {
    Object only = args.value("only_contrast", false);
    boolean truth = !only.equals(false) && !only.equals("") && !only.equals(0) && !only.equals(0.0);
    return run(
        truth ? function + ":only_contrast=True" : function,
        scenario(scenario, "only_contrast", only),
        generation("Passage", outputNoun),
        metrics,
        function);
  }

  private static HelmRunSpec narrativeQa(RunArguments args) {
    return run(
        "narrative_qa",
        scenario("narrativeqa_scenario.NarrativeQAScenario"),
        generation("Passage", "Answer").maxTokens(100),
        openEnded(),
        "narrative_qa");
  }

  private static HelmRunSpec quac(RunArguments args) {
    return run(
        "quac",
        scenario("quac_scenario.QuACScenario"),
        generation(null, "Answer").maxTokens(100),
        f1(),
        "quac");
  }

  private static HelmRunSpec legalBench(RunArguments args) {
    String subset = args.oneOf("subset", LegalBench.SUBSETS);
    LegalBench.Settings settings = LegalBench.settings(args.data(), subset);
    return run(
        name("legalbench", "subset", subset),
        scenario("legalbench_scenario.LegalBenchScenario", "subset", subset),
        generation(null, settings.outputNoun()).instructions(settings.instructions()).maxTokens(30),
        exactMatch(),
        "legalbench");
  }

  private static HelmRunSpec msmarco(RunArguments args) {
    String track = args.oneOf("track", List.of(REGULAR, TREC));
    Object given = args.value("valid_topk", null);
    Integer top = given == null ? null : args.integer("valid_topk");
    List<String> measures =
        Stream.of(
                measures("success", 1, 2, 3, 5, 10, 20),
                measures("recall", 1, 2, 3, 5, 10, 20),
                measures("recip_rank", 5, 10, 20),
                track.equals(TREC) ? measures("ndcg_cut", 5, 10, 20) : Stream.<String>of())
            .flatMap(each -> each)
            .toList();
    return run(
        name("msmarco", "track", track, "valid_topk", top),
        scenario("msmarco_scenario.MSMARCOScenario", "track", track, "valid_topk", top),
        AdapterSpecs.rankingBinary("Does the passage answer the query?"),
        all(
            metric(
                "ranking_metrics.RankingMetric",
                "method",
                AdapterSpec.RANKING_BINARY,
                "measure_names",
                measures,
                "correct_output",
                "Yes",
                "wrong_output",
                "No",
                "rank",
                top,
                "multiple_relevance_values",
                track.equals(TREC)),
            reference(),
            generic()),
        "msmarco_" + track);
  }

  private static Stream<String> measures(String name, int... cuts) {
    return IntStream.of(cuts).mapToObj(cut -> name + "." + cut);
  }

  private static HelmRunSpec openaiMrcr(RunArguments args) {
    int needles = args.integer("needles");
    int words = args.integer("max_num_words", 131072);
    return run(
        name("openai_mrcr", "needles", needles, "max_num_words", words),
        scenario(
            "openai_mrcr_scenario.OpenAIMRCRScenario", "needles", needles, "max_num_words", words),
        AdapterSpecs.defaults(AdapterSpec.CHAT)
            .inputPrefix("")
            .outputPrefix("")
            .maxTokens(2000)
            .numOutputs(1)
            .temperature(0),
        all(exactMatch(), metric("openai_mrcr_metrics.OpenAIMRCRMetric")),
        "openai_mrcr");
  }
}
