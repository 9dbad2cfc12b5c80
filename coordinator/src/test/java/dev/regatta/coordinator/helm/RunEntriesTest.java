package dev.regatta.coordinator.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run entries: what they stand for by helm.md 5.1 and 5.2, and what is told of wrong ones. */
class RunEntriesTest {
  private static final String DEPLOYMENTS =
      """
      model_deployments:
        - {name: old/one, model_name: acme/one}
        - {name: new/one, model_name: acme/one}
        - {name: gone/one, model_name: acme/one, deprecated: true}
        - {name: acme/two}
      """;
  private static final String MODELS =
      """
      models:
        - {name: acme/one, tags: [TEXT_MODEL_TAG, INSTRUCTION_FOLLOWING_MODEL_TAG]}
        - {name: acme/two, tags: [TEXT_MODEL_TAG, NO_NEWLINES_TAG, BUGGY_TEMP_0_TAG]}
        - {name: acme/gone, tags: [TEXT_MODEL_TAG, DEPRECATED_MODEL_TAG]}
      """;

  @TempDir private Path directory;
  private RunSpecFactory factory;

  @BeforeEach
  void registry() throws IOException {
    Files.writeString(directory.resolve("model_deployments.yaml"), DEPLOYMENTS);
    Files.writeString(directory.resolve("model_metadata.yaml"), MODELS);
    factory = new RunSpecFactory(ModelRegistry.read(directory), null);
  }

  private List<HelmRunSpec> runs(String description) {
    return factory.runs(description, model -> true);
  }

  private HelmRunSpec run(String description) {
    List<HelmRunSpec> runs = runs(description);
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  @Test
  void aModelIsAnsweredByItsLastDeployment() {
    HelmRunSpec run = run("boolq:model=acme/one");
    assertThat(run.name()).isEqualTo("boolq:model=acme_one");
    assertThat(run.modelDeployment()).isEqualTo("new/one");
    assertThat(run("boolq:model_deployment=old/one,model=acme/one").modelDeployment())
        .isEqualTo("old/one");
    assertThat(run("boolq:model=old/one").model()).isEqualTo("acme/one");
  }

  @Test
  void withoutAModelThereIsARunForEveryOneThatIsNotDeprecated() {
    assertThat(runs("boolq"))
        .extracting(HelmRunSpec::model)
        .containsExactly("acme/one", "acme/two");
    assertThat(runs("boolq:model=instruction_following"))
        .extracting(HelmRunSpec::name)
        .containsExactly("boolq:model=acme_one");
  }

  @Test
  void aModelOfWhichOnlyADeploymentIsKnownIsOneOfText() throws IOException {
    Files.writeString(
        directory.resolve("model_deployments.yaml"),
        DEPLOYMENTS + "  - {name: host/new, model_name: acme/new}\n");
    factory = new RunSpecFactory(ModelRegistry.read(directory), null);
    assertThat(runs("boolq:model=full_functionality_text"))
        .extracting(HelmRunSpec::modelDeployment)
        .containsExactly("host/new");
    assertThat(runs("boolq:model=text")).hasSize(3);
  }

  @Test
  void expandersMultiplyInTheOrderWritten() {
    assertThat(runs("boolq:max_train_instances=all,model=text"))
        .hasSize(12)
        .extracting(HelmRunSpec::name)
        .startsWith("boolq:max_train_instances=0,model=acme_one");
    assertThat(runs("boolq:model=acme/one,data_augmentation=misspelling_sweep"))
        .extracting(HelmRunSpec::name)
        .containsExactly(
            "boolq:model=acme_one,data_augmentation=misspelling0",
            "boolq:model=acme_one,data_augmentation=misspelling0.05",
            "boolq:model=acme_one,data_augmentation=misspelling0.2",
            "boolq:model=acme_one,data_augmentation=misspelling0.5");
  }

  @Test
  void runNamesAreHelms() {
    assertThat(run("boolq:instructions=expert,max_train_instances=zero,model=acme/one").name())
        .isEqualTo("boolq,instructions=expert:max_train_instances=0,model=acme_one");
    assertThat(run("mmlu_pro:subject=law,model=acme/one").name())
        .isEqualTo(
            "mmlu_pro:subset=law,use_chain_of_thought=true,use_few_shot=false,model=acme_one");
    assertThat(run("custom_mcqa:path=own.jsonl,model=acme/one").name())
        .isEqualTo("custom_mcqa,path=own.jsonl,method=multiple_choice_joint:model=acme_one");
    assertThat(
            run("synthetic_efficiency:random=1,tokenizer=huggingface/gpt2,num_prompt_tokens=16,"
                    + "num_output_tokens=4,model=acme/one")
                .name())
        .isEqualTo(
            "synthetic_efficiency:random=1,tokenizer=huggingface_gpt2,num_prompt_tokens=16,"
                + "num_output_tokens=4,model=acme_one");
    assertThat(run("boolq:only_contrast=False,model=acme/one").name())
        .isEqualTo("boolq:only_contrast=True,model=acme_one");
  }

  @Test
  void theMainMetricIsOneThatTheRunHas() {
    HelmRunSpec plain = run("mmlu_pro:subject=law,use_chain_of_thought=false,model=acme/one");
    assertThat(MainMetrics.of(plain, List.of("exact_match"))).isEqualTo("exact_match");
    HelmRunSpec reasoned = run("mmlu_pro:subject=law,model=acme/one");
    assertThat(MainMetrics.of(reasoned, List.of("chain_of_thought_correctness")))
        .isEqualTo("chain_of_thought_correctness");
  }

  @Test
  void tutorialsAreAskedAsHelmAsksThem() {
    HelmRunSpec choice = run("simple_mcqa:model=acme/one");
    assertThat(choice.adapterSpec().method()).isEqualTo("multiple_choice_joint");
    assertThat(choice.adapterSpec().maxTokens()).isEqualTo(5);
    HelmRunSpec parity = run("simple_classification:model=acme/one");
    assertThat(parity.name()).isEqualTo("simple_classification:model=acme_one");
    assertThat(parity.adapterSpec().inputPrefix()).isEqualTo("Number: ");
    assertThat(parity.adapterSpec().outputPrefix()).isEqualTo("Parity: ");
    assertThat(parity.metricSpecs()).hasSize(4);
    assertThat(run("simple_short_answer_qa:model=acme/one").groups())
        .containsExactly("simple_short_answer_qa");
  }

  @Test
  void someExpandersLeaveTheNameAlone() {
    HelmRunSpec run =
        run("gsm:model=acme/one,temperature=0.5,increase_max_tokens=7,add_to_stop=newline");
    assertThat(run.name()).isEqualTo("gsm:model=acme_one");
    assertThat(run.adapterSpec().temperature()).isEqualTo(0.5);
    assertThat(run.adapterSpec().maxTokens()).isEqualTo(407);
    assertThat(run.adapterSpec().stopSequences()).containsExactly("\n\n", "\n");
    HelmRunSpec processed = run("gsm:model=acme/one,process_output=some.function");
    assertThat(processed.metricSpecs()).hasSize(1);
    assertThat((List<?>) processed.metricSpecs().get(0).args().get("metric_specs")).hasSize(2);
  }

  @Test
  void whatATagAsksComesLast() {
    HelmRunSpec run = run("boolq:model=acme/two");
    assertThat(run.name()).isEqualTo("boolq:model=acme_two,stop=hash");
    assertThat(run.adapterSpec().instancePrefix()).isEqualTo("###\n\n");
    assertThat(run.adapterSpec().temperature()).isEqualTo(1e-4);
  }

  @Test
  void whatIsUnknownIsNamedWithTheNearest() {
    refused("booolq:model=acme/one", "unknown scenario booolq; did you mean 'boolq'?");
    refused(
        "boolq:modle=acme/one", "unknown argument or run expander modle; did you mean 'model'?");
    refused("mmlu:model=acme/one", "mmlu: no argument subject");
    refused("boolq:model=acme/won", "unknown model acme/won; did you mean 'acme/one'?");
    refused("boolq:model_deployment=new/on,model=acme/one", "unknown model deployment new/on");
    refused("boolq:model_deployment=acme/two,model=acme/one", "its model acme/two");
    refused("boolq:model=acme/one,stop=hsah", "run expander stop: hsah; did you mean 'hash'?");
    refused("boolq:model=acme/one,data_augmentation=canonicle", "did you mean 'canonical'?");
    refused("boolq:model=acme/one,max_train_instances=many", "max_train_instances: many");
    refused("boolq:model=acme/one,max_train_instances=99999999999999999999", "a whole number");
    refused("boolq:model", "argument: model (expected: name=value)");
    refused("commonsense:dataset=openbokqa,method=x,model=acme/one", "did you mean 'openbookqa'?");
  }

  private void refused(String description, String message) {
    assertThatThrownBy(() -> runs(description))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("\"" + description + "\"")
        .hasMessageContaining(message);
  }

  @Test
  void everyWrongEntryOfAFileIsToldWithItsLine() throws IOException {
    Path file = directory.resolve("runs.conf");
    Files.writeString(
        file,
        """
        entries: [
          {description: "bolq:model=acme/one", priority: 1}
          {description: "boolq:model=acme/one", priority: 1, groups: ["b", "a"]}
          {description: "gsm:model=acme/won"}
          {description: "imdb:model=acme/one", priority: 4}
        ]
        """);
    RunSelection selection =
        new RunSelection(Optional.of(7), Optional.of(3), List.of("acme/one"), Optional.of(2));
    RunEntries entries = new RunEntries(factory, selection);
    assertThatThrownBy(() -> entries.runs(RunEntryFile.read(file)))
        .hasMessageContaining("runs.conf:2: ")
        .hasMessageNotContaining("runs.conf:4: ");
    List<RunEntry> right = RunEntryFile.read(file).subList(1, 4);
    List<HelmRunSpec> runs = entries.runs(right);
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).name()).isEqualTo("boolq:model=acme_one,groups=a-b");
    assertThat(runs.get(0).groups()).containsExactly("boolq", "b", "a");
    assertThat(runs.get(0).adapterSpec().maxEvalInstances()).isEqualTo(7);
    assertThat(runs.get(0).adapterSpec().numTrainTrials()).isEqualTo(3);
  }

  @Test
  void aBrokenFileIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("runs.conf"), "entries: [{descripton: \"x\"}]");
    assertThatThrownBy(() -> RunEntryFile.read(file))
        .hasMessageContaining("runs.conf:1: unknown key descripton; did you mean 'description'?");
    Files.writeString(file, "entries: [");
    assertThatThrownBy(() -> RunEntryFile.read(file)).hasMessageContaining("runs.conf");
    Files.writeString(file, "entires: []");
    assertThatThrownBy(() -> RunEntryFile.read(file)).hasMessageContaining("no key entries");
  }

  @Test
  void valuesAreReadAndPrintedAsPythonDoes() {
    assertThat(Python.value("12")).isEqualTo(12);
    assertThat(Python.value("1e-3")).isEqualTo(0.001);
    assertThat(Python.value("True")).isEqualTo("True");
    assertThat(Python.value("DM Mathematics")).isEqualTo("DM Mathematics");
    assertThat(Python.text(0.3)).isEqualTo("0.3");
    assertThat(Python.text(1.0)).isEqualTo("1.0");
    assertThat(Python.text(1e-5)).isEqualTo("1e-05");
    assertThat(Python.text(1e22)).isEqualTo("1e+22");
    assertThat(Python.text(true)).isEqualTo("True");
    assertThat(Python.text(null)).isEqualTo("None");
  }
}
