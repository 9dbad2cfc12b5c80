package dev.regatta.coordinator.helm;

import static dev.regatta.coordinator.adapt.AdapterSpecs.generation;
import static dev.regatta.coordinator.helm.MetricSpecs.all;
import static dev.regatta.coordinator.helm.MetricSpecs.classification;
import static dev.regatta.coordinator.helm.MetricSpecs.exactMatch;
import static dev.regatta.coordinator.helm.MetricSpecs.generic;
import static dev.regatta.coordinator.helm.MetricSpecs.openEnded;
import static dev.regatta.coordinator.helm.Specs.run;
import static dev.regatta.coordinator.helm.Specs.scenario;

import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.protocol.AdapterSpec;
import java.util.List;
import java.util.Map;

/** HELM's tutorials and smoke tests. */
final class SimpleRuns {
  private static final String SCENARIOS = "simple_scenarios.Simple";

  private SimpleRuns() {}

  static Map<String, RunSpecFunction> functions() {
    return Map.of(
        "simple1", SimpleRuns::simple1,
        "simple_mcqa", SimpleRuns::multipleChoice,
        "simple_short_answer_qa", SimpleRuns::shortAnswer,
        "simple_classification", SimpleRuns::parity);
  }

  private static HelmRunSpec simple1(RunArguments args) {
    return run(
            "simple1",
            scenario(
                SCENARIOS + "1Scenario",
                "num_input_tokens",
                5,
                "vocab_size",
                20,
                "num_train_instances",
                10,
                "num_test_instances",
                10),
            AdapterSpecs.defaults(AdapterSpec.GENERATION)
                .instructions("Please solve the following problem.")
                .maxEvalInstances(10)
                .numOutputs(3)
                .numTrainTrials(3)
                .stopSequences(List.of(".")),
            all(MetricSpecs.generation(), generic()))
        .withModel("simple/model1", "simple/model1");
  }

  private static HelmRunSpec multipleChoice(RunArguments args) {
    return run(
        "simple_mcqa",
        scenario(SCENARIOS + "MCQAScenario"),
        AdapterSpecs.multipleChoiceJoint("Question", "Answer")
            .instructions("Answer the following questions with a single letter only.")
            .maxTokens(5),
        exactMatch(),
        "simple_mcqa");
  }

  private static HelmRunSpec shortAnswer(RunArguments args) {
    return run(
        "simple_short_answer_qa",
        scenario(SCENARIOS + "ShortAnswerQAScenario"),
        generation("Question", "Answer")
            .instructions("Answer the following questions with a single word only."),
        openEnded(),
        "simple_short_answer_qa");
  }

  private static HelmRunSpec parity(RunArguments args) {
    return run(
        "simple_classification",
        scenario(SCENARIOS + "ClassificationScenario"),
        generation("Number", "Parity")
            .instructions(
                "Classify the following numbers by their parity. The classes are \"Even\" and"
                    + " \"Odd\"."),
        all(exactMatch(), classification()),
        "simple_classification");
  }
}
