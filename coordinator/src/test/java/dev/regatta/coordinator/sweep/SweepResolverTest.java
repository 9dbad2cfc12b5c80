package dev.regatta.coordinator.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.coordinator.sweep.ResolvedSweep.Run;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepResolverTest {
  private static final String MODELS =
      "models: [{name: m, runtime: simulated}, {name: n, runtime: simulated}]\n";

  @TempDir Path directory;

  @Test
  void runsAreScenariosTimesAdaptersTimesModels() throws IOException {
    ResolvedSweep sweep =
        resolve(
            MODELS
                + """
                scenarios:
                  - {scenario: synthetic_reasoning, args: {mode: [induction, pattern_match]}}
                  - dyck_language
                adapters:
                  - {name: 0-shot, max_train_instances: 0}
                  - {name: 3-shot, max_train_instances: 3}
                """);
    assertThat(sweep.name()).isEqualTo("sweep");
    assertThat(sweep.runs())
        .extracting(run -> run.spec().name())
        .containsExactly(
            "synthetic_reasoning:mode=induction,model=m,adapter=0-shot",
            "synthetic_reasoning:mode=induction,model=n,adapter=0-shot",
            "synthetic_reasoning:mode=induction,model=m,adapter=3-shot",
            "synthetic_reasoning:mode=induction,model=n,adapter=3-shot",
            "synthetic_reasoning:mode=pattern_match,model=m,adapter=0-shot",
            "synthetic_reasoning:mode=pattern_match,model=n,adapter=0-shot",
            "synthetic_reasoning:mode=pattern_match,model=m,adapter=3-shot",
            "synthetic_reasoning:mode=pattern_match,model=n,adapter=3-shot",
            "dyck_language:model=m,adapter=0-shot",
            "dyck_language:model=n,adapter=0-shot",
            "dyck_language:model=m,adapter=3-shot",
            "dyck_language:model=n,adapter=3-shot");
    RunSpec first = sweep.runs().get(0).spec();
    assertThat(first.label()).isEqualTo("0-shot");
    assertThat(first.groups())
        .containsExactly("synthetic_reasoning", "synthetic_reasoning_induction");
    assertThat(first.scenarioSpec())
        .isEqualTo(new ObjectSpec("synthetic_reasoning", Map.of("mode", "induction", "seed", 42)));
    assertThat(sweep.runs().get(0).scenario()).isSameAs(sweep.runs().get(3).scenario());
  }

  @Test
  void laterAdapterSettingsGoOverEarlierOnes() throws IOException {
    Files.writeString(
        directory.resolve("mine.yaml"),
        """
        splits: {test: q.jsonl}
        input: question
        references: answer
        adapter: {output_prefix: file, input_suffix: file, input_prefix: file, instructions: file}
        """);
    Files.writeString(directory.resolve("q.jsonl"), "");
    AdapterSpec adapter =
        only("""
                models: [{name: m, runtime: simulated}]
                scenarios: [{scenario: mine.yaml, adapter: {input_prefix: entry, output_prefix: entry}}]
                adapters: [{name: a, output_prefix: variant}]
                defaults: {output_prefix: sweep, input_prefix: sweep, input_suffix: sweep}
                """)
            .adapter();
    assertThat(adapter.outputSuffix()).isEqualTo("\n");
    assertThat(adapter.instructions()).isEqualTo("file");
    assertThat(adapter.inputSuffix()).isEqualTo("sweep");
    assertThat(adapter.inputPrefix()).isEqualTo("entry");
    assertThat(adapter.outputPrefix()).isEqualTo("variant");
  }

  @Test
  void limitsOfAnEntryGoOverTheSweepsAndCanBeCounted() throws IOException {
    RunSpec spec =
        only(
            """
            models: [{name: m, runtime: simulated}]
            scenarios: [{scenario: dyck_language, max_eval_instances: 7}]
            defaults: {max_eval_instances: 50, num_train_trials: 3, seeds_per_instance: 2}
            perturbations: [lowercase, {name: misspellings, prob: 0.2}, space, gender]
            """);
    assertThat(spec.adapter().maxEvalInstances()).isEqualTo(7);
    assertThat(spec.adapter().numTrainTrials()).isEqualTo(3);
    assertThat(spec.augmentation().seedsPerInstance()).isEqualTo(2);
    assertThat(spec.augmentation().perturbations())
        .containsExactly(
            new ObjectSpec("lowercase", Map.of()),
            new ObjectSpec("misspellings", Map.of("prob", 0.2)),
            new ObjectSpec("space", Map.of("max_spaces", 3)),
            new ObjectSpec(
                "gender",
                Map.of(
                    "mode",
                    "pronouns",
                    "prob",
                    1.0,
                    "source_class",
                    "male",
                    "target_class",
                    "female")));
  }

  @Test
  void metricsThatTheMethodCannotGiveAreLeftOut() throws IOException {
    RunSpec spec =
        only(
            """
            models: [{name: m, runtime: simulated}]
            scenarios: [{scenario: synthetic_reasoning, args: {mode: induction}}]
            defaults: {method: multiple_choice_separate_original}
            """);
    assertThat(spec.metrics()).containsExactly("exact_match");
    assertThat(spec.mainMetric()).isEqualTo("exact_match");
  }

  @Test
  void languageModellingNeedsNoMetricAndHasItsOwn() throws IOException {
    ResolvedSweep sweep =
        resolve(
            "models: [{name: m, runtime: simulated}]\nscenarios: [dyck_language]\n"
                + "adapters: [{name: a, method: language_modeling}]\n");
    RunSpec run = sweep.runs().get(0).spec();
    assertThat(run.metrics()).isEmpty();
    assertThat(run.mainMetric()).isEqualTo("bits_per_byte");
  }

  @Test
  void aModelInOneLineIsAFile() throws IOException {
    Path model = Files.writeString(directory.resolve("tiny.gguf"), "GGUF");
    ResolvedSweep sweep = resolve("models: [tiny.gguf]\nscenarios: [dyck_language]\n");
    ResolvedSweep.ModelSpec spec = sweep.models().get(0);
    assertThat(spec.name()).isEqualTo("tiny");
    assertThat(spec.runtime()).isEqualTo("llamacpp");
    assertThat(spec.sources())
        .extracting(ResolvedSweep.Source::parts)
        .containsExactly(List.of(model.toString()));
    assertThat(spec.options()).isEmpty();
  }

  @Test
  void jsonMergeKeysAndAliasesAreRead() throws IOException {
    Path json = directory.resolve("sweep.json");
    Files.writeString(
        json,
        "{\n\t\"models\": [{\"name\": \"m\", \"runtime\": \"simulated\"}],\n"
            + "\t\"scenarios\": [\"dyck_language\"]}");
    assertThat(SweepFixture.resolver(directory).resolve(json).runs()).hasSize(1);
    RunSpec merged =
        only(
            """
            models:
              - &base {name: m, runtime: simulated, options: &slots {slots: 3}}
            scenarios:
              - scenario: dyck_language
                adapter: &settings {temperature: 0.5, max_tokens: 9}
            adapters:
              - {<<: *settings, name: hot, temperature: 2}
            """);
    assertThat(merged.adapter().temperature()).isEqualTo(2);
    assertThat(merged.adapter().maxTokens()).isEqualTo(9);
  }

  @Test
  void aServersOptionsGoToItsRuntimeByTheirOwnNames() throws IOException {
    ResolvedSweep sweep =
        resolve(
            """
            models:
              - name: m
                runtime: openai
                options: {base_url: 'http://h:1/v1', api_key_file: keys/h, concurrency: 9}
            scenarios: [dyck_language]
            """);
    assertThat(sweep.models().get(0).runtime()).isEqualTo("openai");
    assertThat(sweep.models().get(0).options())
        .containsOnly(
            Map.entry("base_url", "http://h:1/v1"),
            Map.entry("api_key_file", directory.resolve("keys/h").toString()),
            Map.entry("concurrency", 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart.yaml",
        "simulated.yaml",
        "gemma3-270m.yaml",
        "own-questions.yaml",
        "openai.yaml"
      })
  void exampleSweepsResolve(String name) {
    Path example = Path.of("..", "examples", name);
    assertThat(SweepFixture.resolver(directory).resolve(example).runs()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "synthetic_reasoning:mode=pattern_match,model=mock_beta,num_train_trials=3; {scenario: synthetic_reasoning, args: {mode: pattern_match}, adapter: {num_train_trials: 3}}",
        "dyck_language_np=3:model=mock_alpha; dyck_language",
      })
  void generatedScenariosAreAskedAsInHelmUnderOwnInstructions(String run, String entry)
      throws IOException {
    Path recorded = SharedFiles.find("gold/e2e_helm/runs").resolve(run).resolve("run_spec.json");
    ObjectNode theirs = (ObjectNode) Json.MAPPER.readTree(recorded.toFile()).get("adapter_spec");
    theirs.remove(List.of("model", "model_deployment", "instructions"));
    RunSpec spec =
        only(
            "models: [{name: m, runtime: simulated}]\nscenarios: ["
                + entry
                + "]\ndefaults: {max_eval_instances: 60}\n");
    ObjectNode ours = Json.MAPPER.valueToTree(spec.adapter());
    assertThat(ours.remove("instructions").textValue()).endsWith("\n");
    assertThat(ours).isEqualTo(theirs);
  }

  private RunSpec only(String text) throws IOException {
    List<Run> runs = resolve(text).runs();
    assertThat(runs).hasSize(1);
    return runs.get(0).spec();
  }

  private ResolvedSweep resolve(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("sweep.yaml"), text);
    return SweepFixture.resolver(directory.resolve("cache")).resolve(file);
  }

  @Test
  void aTokenizerIsAFileOfTheSweep() throws IOException {
    Path file = Files.writeString(directory.resolve("tokenizer.json"), "{}");
    ResolvedSweep sweep =
        resolve(
            """
            models:
              - {name: m, runtime: simulated, tokenizer: tokenizer.json}
              - name: n
                runtime: simulated
                tokenizer: {file: simple/tokenizer1, max_sequence_length: 100, prefix_token: <s>}
            scenarios: [dyck_language]
            """);
    assertThat(sweep.files()).contains(file.toAbsolutePath().normalize());
    assertThat(sweep.models().get(0).tokenizer().orElseThrow().file())
        .isEqualTo(file.toAbsolutePath().normalize().toString());
    assertThat(sweep.models().get(1).tokenizer().orElseThrow().maxSequenceLength()).contains(100);
  }
}
