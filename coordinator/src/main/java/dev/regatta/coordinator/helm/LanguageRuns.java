package dev.regatta.coordinator.helm;

import static dev.regatta.coordinator.adapt.AdapterSpecs.completion;
import static dev.regatta.coordinator.adapt.AdapterSpecs.languageModeling;
import static dev.regatta.coordinator.helm.Adapters.choice;
import static dev.regatta.coordinator.helm.MetricSpecs.all;
import static dev.regatta.coordinator.helm.MetricSpecs.exactMatch;
import static dev.regatta.coordinator.helm.MetricSpecs.generation;
import static dev.regatta.coordinator.helm.MetricSpecs.generic;
import static dev.regatta.coordinator.helm.Specs.name;
import static dev.regatta.coordinator.helm.Specs.run;
import static dev.regatta.coordinator.helm.Specs.scenario;

import dev.regatta.protocol.AdapterSpec;
import java.util.Map;

/** Probabilities of texts, and how long a model takes for them. */
final class LanguageRuns {
  private LanguageRuns() {}

  static Map<String, RunSpecFunction> functions() {
    return Map.of(
        "the_pile", LanguageRuns::thePile,
        "twitter_aae", LanguageRuns::twitterAae,
        "wikitext_103", LanguageRuns::wikitext,
        "blimp", LanguageRuns::blimp,
        "synthetic_efficiency", LanguageRuns::syntheticEfficiency);
  }

  private static HelmRunSpec thePile(RunArguments args) {
    String subset = args.text("subset");
    return run(
        name("the_pile", "subset", subset),
        scenario("the_pile_scenario.ThePileScenario", "subset", subset),
        languageModeling(),
        MetricSpecs.languageModeling(),
        "the_pile");
  }

  private static HelmRunSpec twitterAae(RunArguments args) {
    String demographic = args.text("demographic");
    return run(
        name("twitter_aae", "demographic", demographic),
        scenario("twitter_aae_scenario.TwitterAAEScenario", "demographic", demographic),
        languageModeling(),
        MetricSpecs.languageModeling(),
        "twitter_aae",
        "twitter_aae_" + demographic);
  }

  private static HelmRunSpec wikitext(RunArguments args) {
    return run(
        "wikitext_103",
        scenario("wikitext_103_scenario.Wikitext103Scenario"),
        languageModeling(),
        MetricSpecs.languageModeling(),
        "wikitext_103");
  }

  private static HelmRunSpec blimp(RunArguments args) {
    String phenomenon = args.text("phenomenon");
    String method = args.text("method", AdapterSpec.MULTIPLE_CHOICE_SEPARATE_ORIGINAL);
    return run(
        name("blimp", "phenomenon", phenomenon, "method", method),
        scenario("blimp_scenario.BLiMPScenario", "phenomenon", phenomenon),
        choice(method, "Please select the grammatical sentence.", null, "Answer", true),
        exactMatch(),
        "blimp");
  }

  private static HelmRunSpec syntheticEfficiency(RunArguments args) {
    Object random = args.value("random", null);
    return run(
        name("synthetic_efficiency", "random", random),
        scenario(
            "synthetic_efficiency_scenario.SyntheticEfficiencyScenario",
            "num_prompt_tokens",
            null,
            "num_instances",
            10,
            "tokenizer",
            null),
        completion().random(random == null ? null : Python.text(random)),
        all(generation("exact_match"), generic()),
        "synthetic_efficiency");
  }
}
