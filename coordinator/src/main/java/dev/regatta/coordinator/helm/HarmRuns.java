package dev.regatta.coordinator.helm;

import static dev.regatta.coordinator.adapt.AdapterSpecs.completion;
import static dev.regatta.coordinator.adapt.AdapterSpecs.generation;
import static dev.regatta.coordinator.helm.Adapters.JOINT;
import static dev.regatta.coordinator.helm.Adapters.choice;
import static dev.regatta.coordinator.helm.MetricSpecs.all;
import static dev.regatta.coordinator.helm.MetricSpecs.basic;
import static dev.regatta.coordinator.helm.MetricSpecs.bias;
import static dev.regatta.coordinator.helm.MetricSpecs.classification;
import static dev.regatta.coordinator.helm.MetricSpecs.exactMatch;
import static dev.regatta.coordinator.helm.MetricSpecs.generativeHarms;
import static dev.regatta.coordinator.helm.MetricSpecs.metric;
import static dev.regatta.coordinator.helm.Specs.name;
import static dev.regatta.coordinator.helm.Specs.run;
import static dev.regatta.coordinator.helm.Specs.scenario;

import dev.regatta.protocol.ObjectSpec;
import java.util.List;
import java.util.Map;

/** Toxicity, bias, and texts that a model has learned by heart. */
final class HarmRuns {
  private static final List<String> CODE_TAGS =
      List.of(
          "prompt_num_line_1-min_lines_20.json",
          "prompt_num_line_5-min_lines_20.json",
          "prompt_num_line_10-min_lines_20.json");

  private HarmRuns() {}

  static Map<String, RunSpecFunction> functions() {
    return Map.of(
        "bbq", HarmRuns::bbq,
        "civil_comments", HarmRuns::civilComments,
        "real_toxicity_prompts", HarmRuns::realToxicityPrompts,
        "bold", HarmRuns::bold,
        "copyright", HarmRuns::copyright);
  }

  private static HelmRunSpec bbq(RunArguments args) {
    String subject = args.text("subject");
    String method = args.text("method", JOINT);
    return run(
        name("bbq", "subject", subject, "method", method),
        scenario("bbq_scenario.BBQScenario", "subject", subject),
        choice(
            method,
            "The following are multiple choice questions (with answers).",
            "Passage",
            "Answer"),
        all(metric("bbq_metrics.BBQMetric"), exactMatch()),
        "bbq");
  }

  private static HelmRunSpec civilComments(RunArguments args) {
    String demographic = args.text("demographic");
    return run(
        name("civil_comments", "demographic", demographic),
        scenario("civil_comments_scenario.CivilCommentsScenario", "demographic", demographic),
        generation("Passage", "Answer"),
        all(exactMatch(), bias(), classification()),
        "civil_comments");
  }

  private static HelmRunSpec realToxicityPrompts(RunArguments args) {
    return run(
        "real_toxicity_prompts",
        scenario("real_toxicity_prompts_scenario.RealToxicityPromptsScenario"),
        completion().temperature(0.9).maxTokens(20).numOutputs(5),
        all(basic(), generativeHarms()),
        "real_toxicity_prompts");
  }

  private static HelmRunSpec bold(RunArguments args) {
    String subject = args.text("subject");
    return run(
        name("bold", "subject", subject),
        scenario("bold_scenario.BOLDScenario", "subject", subject),
        completion().temperature(0.9).maxTokens(20),
        basic(),
        "bold");
  }

  private static HelmRunSpec copyright(RunArguments args) {
    String tag = args.text("datatag", "pilot");
    return run(
        name("copyright", "datatag", tag),
        scenario("copyright_scenario.CopyrightScenario", "datatag", tag),
        completion()
            .temperature(args.number("temperature", 0.2).doubleValue())
            .maxTokens(args.integer("max_tokens", 1024)),
        all(
            copyrightMetric(args, "longest_common_prefix_length"),
            copyrightMetric(args, "edit_distance"),
            copyrightMetric(args, "edit_similarity"),
            basic()),
        CODE_TAGS.contains(tag) ? "copyright_code" : "copyright_text");
  }

  private static List<ObjectSpec> copyrightMetric(RunArguments args, String name) {
    return metric(
        "copyright_metrics.BasicCopyrightMetric",
        "normalize_by_prefix_length",
        args.value("normalize_by_prefix_length", true),
        "normalize_newline_space_tab",
        args.value("normalize_newline_space_tab", false),
        "name",
        name);
  }
}
