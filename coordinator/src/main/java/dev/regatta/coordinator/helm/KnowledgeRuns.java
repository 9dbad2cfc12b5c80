package dev.regatta.coordinator.helm;

import static dev.regatta.coordinator.helm.Adapters.JOINT;
import static dev.regatta.coordinator.helm.Adapters.choice;
import static dev.regatta.coordinator.helm.MetricSpecs.all;
import static dev.regatta.coordinator.helm.MetricSpecs.basic;
import static dev.regatta.coordinator.helm.MetricSpecs.exactMatch;
import static dev.regatta.coordinator.helm.MetricSpecs.metric;
import static dev.regatta.coordinator.helm.Specs.name;
import static dev.regatta.coordinator.helm.Specs.run;
import static dev.regatta.coordinator.helm.Specs.scenario;

import dev.regatta.coordinator.adapt.AdapterSpecBuilder;
import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.protocol.ObjectSpec;
import java.util.List;
import java.util.Map;

/** Multiple choice over knowledge and common sense. */
final class KnowledgeRuns {
  private static final String QUESTIONS =
      "The following are multiple choice questions (with answers)";
  private static final String ANSWER_FORMAT =
      "Format your response as follows: \"The correct answer is (insert answer here)\".";
  private static final Map<String, String> COMMONSENSE =
      Map.of(
          "hellaswag", "HellaSwagScenario",
          "openbookqa", "OpenBookQA",
          "commonsenseqa", "CommonSenseQAScenario",
          "piqa", "PiqaScenario",
          "siqa", "SiqaScenario");

  private KnowledgeRuns() {}

  static Map<String, RunSpecFunction> functions() {
    return Map.of(
        "mmlu", KnowledgeRuns::mmlu,
        "mmlu_pro", KnowledgeRuns::mmluPro,
        "commonsense", KnowledgeRuns::commonsense,
        "truthful_qa", KnowledgeRuns::truthfulQa,
        "pubmed_qa", KnowledgeRuns::pubmedQa,
        "med_qa", KnowledgeRuns::medQa,
        "lsat_qa", KnowledgeRuns::lsatQa,
        "custom_mcqa", KnowledgeRuns::customMcqa);
  }

  private static HelmRunSpec mmlu(RunArguments args) {
    String subject = args.text("subject");
    String method = args.text("method", JOINT);
    return run(
        name("mmlu", "subject", subject, "method", method),
        scenario("mmlu_scenario.MMLUScenario", "subject", subject),
        choice(
            method, QUESTIONS + " about " + subject.replace('_', ' ') + ".", "Question", "Answer"),
        exactMatch(),
        "mmlu");
  }

  private static HelmRunSpec mmluPro(RunArguments args) {
    String subject = args.text("subject", "all");
    boolean reasoning = args.flag("use_chain_of_thought", true);
    boolean fewShot = args.flag("use_few_shot", false);
    return run(
        name(
            "mmlu_pro",
            "subset",
            subject,
            "use_chain_of_thought",
            Boolean.toString(reasoning),
            "use_few_shot",
            Boolean.toString(fewShot)),
        scenario("mmlu_pro_scenario.MMLUProScenario", "subject", subject),
        reasoned(reasoning).maxTrainInstances(fewShot ? 5 : 0),
        reasonedMetrics(reasoning),
        "mmlu_pro");
  }

  /** Questions that are answered in a sentence after some thought; HELM leaves temperature 1. */
  private static AdapterSpecBuilder reasoned(boolean reasoning) {
    String suffix =
        reasoning
            ? "Let’s think step by step. Based on your reasoning, what is the single, most likely"
                + " answer choice? "
                + ANSWER_FORMAT
            : ANSWER_FORMAT;
    return AdapterSpecs.defaults(reasoning ? Adapters.JOINT_CHAIN_OF_THOUGHT : JOINT)
        .inputPrefix("What is the correct answer to this question: ")
        .inputSuffix("\nChoices:\n")
        .outputPrefix("")
        .globalSuffix(suffix)
        .maxTokens(4096);
  }

  private static List<ObjectSpec> reasonedMetrics(boolean reasoning) {
    return reasoning
        ? all(basic(), metric("gpqa_chain_of_thought_metric.GPQAChainOfThoughtMetric"))
        : exactMatch();
  }

  private static HelmRunSpec commonsense(RunArguments args) {
    String dataset = args.oneOf("dataset", COMMONSENSE.keySet().stream().sorted().toList());
    String method = args.text("method");
    return run(
        name("commonsense", "dataset", dataset, "method", method),
        scenario("commonsense_scenario." + COMMONSENSE.get(dataset)),
        choice(method, QUESTIONS + " about common sense.", "Question", "Answer"),
        exactMatch(),
        dataset);
  }

  private static HelmRunSpec truthfulQa(RunArguments args) {
    String task = args.text("task");
    String method = args.text("method", JOINT);
    return run(
        name("truthful_qa", "task", task, "method", method),
        scenario("truthful_qa_scenario.TruthfulQAScenario", "task", task),
        choice(method, "", "Question", "Answer"),
        exactMatch(),
        "truthful_qa");
  }

  private static HelmRunSpec pubmedQa(RunArguments args) {
    return run(
        "pubmed_qa",
        scenario("pubmed_qa_scenario.PubMedQAScenario"),
        choice(
                JOINT,
                "Answer A for yes, B for no or C for maybe. Do not include any explanation or"
                    + " additional text. Output only the letter on a single line.",
                "Question",
                "Answer")
            .maxTrainInstances(0),
        exactMatch(),
        "pubmed_qa");
  }

  private static HelmRunSpec medQa(RunArguments args) {
    return run(
        "med_qa",
        scenario("med_qa_scenario.MedQAScenario"),
        choice(JOINT, QUESTIONS + " about medicine.", "Question", "Answer"),
        exactMatch(),
        "med_qa");
  }

  private static HelmRunSpec lsatQa(RunArguments args) {
    String task = args.text("task");
    String method = args.text("method", JOINT);
    return run(
        name("lsat_qa", "task", task, "method", method),
        scenario("lsat_qa_scenario.LSATScenario", "task", task),
        choice(method, QUESTIONS + ".", "Passage", "Answer"),
        exactMatch(),
        "lsat_qa");
  }

  private static HelmRunSpec customMcqa(RunArguments args) {
    String path = args.text("path");
    int shots = args.integer("num_train_instances", 0);
    String method = args.text("method", JOINT);
    AdapterSpecBuilder adapter = choice(method, QUESTIONS + ".", "Question", "Answer");
    return run(
        // A comma where others have a colon, as in HELM.
        "custom_mcqa,path=" + path + ",method=" + method,
        scenario(
            "custom_mcqa_scenario.CustomMCQAScenario", "path", path, "num_train_instances", shots),
        method.startsWith(JOINT) ? adapter.maxTrainInstances(shots) : adapter,
        exactMatch(),
        "custom");
  }
}
