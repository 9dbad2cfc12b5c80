package dev.regatta.coordinator.helm;

import static dev.regatta.coordinator.adapt.AdapterSpecs.completion;
import static dev.regatta.coordinator.adapt.AdapterSpecs.generation;
import static dev.regatta.coordinator.helm.MetricSpecs.all;
import static dev.regatta.coordinator.helm.MetricSpecs.basic;
import static dev.regatta.coordinator.helm.MetricSpecs.exactMatch;
import static dev.regatta.coordinator.helm.MetricSpecs.generic;
import static dev.regatta.coordinator.helm.MetricSpecs.metric;
import static dev.regatta.coordinator.helm.Specs.name;
import static dev.regatta.coordinator.helm.Specs.run;
import static dev.regatta.coordinator.helm.Specs.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.adapt.AdapterSpecBuilder;
import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.coordinator.scenario.helm.BigBench;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.ObjectSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mathematics, code and made-up tasks. */
final class ReasoningRuns {
  private static final String SOLVE = "Please solve the following problem.";

  private static final Map<String, List<String>> BIG_BENCH =
      Map.of(
          "exact_str_match",
          List.of("exact_match", "quasi_exact_match"),
          "bleu",
          List.of("bleu_1", "bleu_4"),
          "rouge",
          List.of("rouge_1", "rouge_2", "rouge_l"));

  private ReasoningRuns() {}

  static Map<String, RunSpecFunction> functions() {
    return Map.of(
        "gsm", ReasoningRuns::gsm,
        "math", ReasoningRuns::math,
        "code", ReasoningRuns::code,
        "synthetic_reasoning", ReasoningRuns::syntheticReasoning,
        "synthetic_reasoning_natural", ReasoningRuns::syntheticReasoningNatural,
        "dyck_language", ReasoningRuns::dyckLanguage,
        "babi_qa", ReasoningRuns::babiQa,
        "big_bench", ReasoningRuns::bigBench);
  }

  private static HelmRunSpec gsm(RunArguments args) {
    return run(
        "gsm",
        scenario("gsm_scenario.GSM8KScenario"),
        generation("Q", "A").maxTokens(400).stopSequences(List.of("\n\n")),
        all(MetricSpecs.generation("exact_match_indicator", "final_number_exact_match"), generic()),
        "gsm");
  }

  private static HelmRunSpec math(RunArguments args) {
    Object subject = args.value("subject");
    Object level = args.value("level");
    boolean official = args.flag("use_official_examples", false);
    boolean reasoning = args.flag("use_chain_of_thought", false);
    Object[] named = {
      "subject",
      subject,
      "level",
      level,
      "use_official_examples",
      official,
      "use_chain_of_thought",
      reasoning
    };
    AdapterSpecBuilder adapter =
        AdapterSpecs.defaults(AdapterSpec.GENERATION)
            .instructions(
                "Given a mathematics problem, determine the answer. Simplify your answer as much"
                    + " as possible.")
            .inputPrefix("Problem: ")
            .outputPrefix(reasoning ? "Answer: " : "Answer: $")
            .outputSuffix(reasoning ? "\n" : "$\n")
            .instancePrefix("###\n")
            .maxTrainInstances(8)
            .numOutputs(1)
            .temperature(0)
            .maxTokens(reasoning ? 400 : 20)
            .stopSequences(List.of(reasoning ? "###" : "$"));
    return run(
        name("math", named),
        scenario("math_scenario.MATHScenario", named),
        adapter,
        basic(reasoning ? "math_equiv_chain_of_thought" : "math_equiv"),
        reasoning ? "math_chain_of_thought" : "math_regular");
  }

  private static HelmRunSpec code(RunArguments args) {
    String dataset = args.oneOf("dataset", List.of("humaneval", "apps"));
    Object timeout = args.value("timeout", 3);
    boolean humanEval = dataset.equals("humaneval");
    AdapterSpecBuilder adapter = completion().temperature(0.2).maxTokens(600);
    List<ObjectSpec> metrics =
        humanEval
            ? basic("code_eval_acc", "pass")
            : metric(
                "code_metrics.APPSMetric",
                "names",
                List.of("test_avg", "strict_acc"),
                "timeout",
                timeout);
    return run(
        name("code", "dataset", dataset),
        scenario("code_scenario.CodeScenario", "dataset", dataset),
        humanEval
            ? adapter.stopSequences(List.of("\nclass", "\ndef", "\nif", "\nprint"))
            : adapter.maxTrainInstances(2).stopSequences(List.of("'''", "---", "\"\"\"", "\n\n\n")),
        metrics,
        "code_" + dataset);
  }

  private static HelmRunSpec syntheticReasoning(RunArguments args) {
    String mode = args.text("mode");
    return run(
        name("synthetic_reasoning", "mode", mode),
        scenario("synthetic_reasoning_scenario.SyntheticReasoningScenario", "mode", mode),
        generation(null, "Target").instructions(SOLVE).maxTokens(50),
        exactMatch(),
        "synthetic_reasoning",
        "synthetic_reasoning_" + mode);
  }

  private static HelmRunSpec syntheticReasoningNatural(RunArguments args) {
    String difficulty = args.text("difficulty");
    return run(
        name("synthetic_reasoning_natural", "difficulty", difficulty),
        scenario("synthetic_reasoning_natural_scenario.SRNScenario", "difficulty", difficulty),
        generation(null, null)
            .instructions(SOLVE)
            .inputPrefix("Rules:\n")
            .maxTrainInstances(3)
            .maxTokens(20),
        basic("f1_set_match", "iou_set_match", "exact_set_match"),
        "synthetic_reasoning",
        "synthetic_reasoning_natural");
  }

  private static HelmRunSpec dyckLanguage(RunArguments args) {
    int pairs = args.integer("num_parenthesis_pairs");
    return run(
        "dyck_language_np=" + pairs,
        scenario("dyck_language_scenario.DyckLanguageScenario", "num_parenthesis_pairs", pairs),
        completion()
            .instructions(
                "Please complete the rest of the following Dyck sequences, making sure that the"
                    + " parentheses are closed properly.")
            .inputPrefix("Input: ")
            .maxTokens(5)
            .maxTrainInstances(3)
            .stopSequences(List.of("\n")),
        all(MetricSpecs.generation("exact_match_indicator"), generic()),
        "dyck_language");
  }

  private static HelmRunSpec babiQa(RunArguments args) {
    Object task = args.value("task", "all");
    return run(
        name("babi_qa", "task", task),
        scenario("babi_qa_scenario.BabiQAScenario", "task", task),
        generation("Passage", "Answer"),
        exactMatch(),
        "babi_qa");
  }

  /** As the task's own definition says. */
  private static HelmRunSpec bigBench(RunArguments args) {
    String task = args.text("task");
    String subtask = args.text("subtask");
    JsonNode definition = BigBench.task(args.data(), task, subtask);
    Set<String> metrics = new LinkedHashSet<>();
    definition.path("metrics").forEach(metric -> metrics.add(metric.asText()));
    boolean choice = metrics.contains("multiple_choice_grade");
    String stop = definition.path("stop_string").asText("");
    return run(
        name("big_bench", "task", task) + (subtask.isEmpty() ? "" : ",subtask=" + subtask),
        scenario("big_bench_scenario.BIGBenchScenario", "task", task, "subtask", subtask),
        AdapterSpecs.defaults(choice ? AdapterSpec.MULTIPLE_CHOICE_JOINT : AdapterSpec.GENERATION)
            .rawInstructions(definition.path("task_prefix").asText(""))
            .inputPrefix(definition.path("example_input_prefix").asText("Question: "))
            .outputPrefix(definition.path("example_output_prefix").asText("Answer: "))
            .numOutputs(1)
            .maxTokens(64)
            .temperature(0)
            .stopSequences(stop.isEmpty() ? List.of() : List.of(stop)),
        choice
            ? MetricSpecs.exactMatch()
            : basic(
                metrics.stream()
                    .flatMap(metric -> BIG_BENCH.getOrDefault(metric, List.of()).stream())
                    .toArray(String[]::new)),
        "big_bench_" + task);
  }
}
