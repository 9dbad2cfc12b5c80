package dev.regatta.coordinator.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told about bad files: place, key, value, expectation, nearest valid text. */
class BadSweepFilesTest {
  private static final String GOOD =
      """
      models: [{name: m, runtime: simulated}]
      scenarios: [{scenario: dyck_language}]
      """;

  @TempDir Path directory;

  static Stream<Arguments> badFiles() {
    return Stream.of(
        bad(
            "unknown key",
            GOOD + "modles: [a]\n",
            "3:1: modles: unknown key with value [\"a\"]",
            "did you mean \"models\"?"),
        bad(
            "unknown nested key",
            GOOD + "defaults: {max_token: 5}\n",
            "3:12: defaults.max_token: unknown key with value 5",
            "did you mean \"max_tokens\"?"),
        bad(
            "wrong type, cut between characters",
            GOOD + "priority: " + "a".repeat(58) + "\uD83D\uDE00\n",
            "priority: found \"" + "a".repeat(58) + "...,"),
        bad(
            "wrong type",
            GOOD + "budget:\n  max_requests: many\n",
            "4:17: budget.max_requests: found \"many\", expected a whole number of at least 1"),
        bad(
            "list for a mapping",
            GOOD + "budget: [1]\n",
            "3:9: budget: found [1], expected a mapping with keys max_requests, max_tokens"),
        bad(
            "mapping for a number",
            GOOD + "priority: {a: 1}\n",
            "3:11: priority: found {a: 1}, expected a whole number from 0 to 9"),
        bad(
            "out of bounds",
            GOOD + "priority: 12\n",
            "3:11: priority: found 12, expected a whole number from 0 to 9"),
        bad(
            "negative temperature",
            GOOD + "defaults: {temperature: -0.5}\n",
            "3:25: defaults.temperature: found -0.5, expected a number of at least 0"),
        bad(
            "boolean in words",
            GOOD + "defaults: {sample_train: yes}\n",
            "3:26: defaults.sample_train: found \"yes\", expected true or false"),
        bad(
            "missing keys",
            "name: x\n",
            "1:1: models: missing, expected the models that are evaluated",
            "1:1: scenarios: missing, expected what they are evaluated on"),
        bad("duplicate key", GOOD + "priority: 1\npriority: 2\n", "4:1: priority: key given twice"),
        bad(
            "bad enum",
            "models: [{name: m, runtime: llamacp}]\nscenarios: [dyck_language]\n",
            "1:29: models[0].runtime: found \"llamacp\", expected one of llamacpp, simulated, openai; did you mean \"llamacpp\"?"),
        bad(
            "bad method",
            GOOD + "defaults: {method: generate}\n",
            "3:20: defaults.method: found \"generate\", expected one of generation, chat,",
            "did you mean \"generation\"?"),
        bad(
            "a server without an address",
            "models: [{name: m, runtime: openai}]\nscenarios: [dyck_language]\n",
            "1:10: models[0].options.base_url: missing, expected the address of the server's API"),
        bad(
            "options without an address",
            "models: [{name: m, runtime: openai, options: {base_ulr: x}}]\nscenarios: [dyck_language]\n",
            "1:47: models[0].options.base_ulr: unknown key",
            "did you mean \"base_url\"?",
            "models[0].options.base_url: missing"),
        bad(
            "no address",
            "models: [{name: m, runtime: openai, options: {base_url: localhost}}]\nscenarios: [dyck_language]\n",
            "models[0].options.base_url: found \"localhost\", expected an address such as http://localhost:8000/v1"),
        bad(
            "scoring by chat",
            "models: [{name: m, runtime: openai, options: {base_url: 'http://h/v1', chat_only: true}}]\nscenarios: [dyck_language]\nadapters:\n- {name: a, method: multiple_choice_separate_original}\n",
            "4:21: adapters[0].method: the chat-only model m cannot score texts, so not \"multiple_choice_separate_original\", expected generation, chat, multiple_choice_joint or ranking_binary"),
        bad(
            "tokens beyond the window",
            "models: [{name: m, runtime: simulated, options: {window: 256}}]\nscenarios: [dyck_language]\ndefaults: {max_tokens: 300}\n",
            "3:24: defaults.max_tokens: max_tokens 300 does not fit the window of m 300, expected less than 256 (window)"),
        bad(
            "option of another runtime",
            "models: [{name: m, runtime: simulated, options: {thread: 2}}]\nscenarios: [dyck_language]\n",
            "1:50: models[0].options.thread: unknown key with value 2, expected one of service_time_ms, slots, jitter, fail_permanent, fail_transient, tokens, window"),
        bad(
            "missing tokenizer",
            "models: [{name: m, runtime: simulated, tokenizer: absent.json}]\nscenarios: [dyck_language]\n",
            "1:51: models[0].tokenizer: no such file ",
            "absent.json",
            "expected a tokenizer.json or GGUF file"),
        bad(
            "missing model file",
            "models: [nowhere.gguf]\nscenarios: [dyck_language]\n",
            "1:10: models[0].source: no such file ",
            "nowhere.gguf"),
        bad(
            "model without a file",
            "models: [{name: m}]\nscenarios: [dyck_language]\n",
            "1:10: models[0].source: missing, expected the place of the model's file"),
        bad(
            "file for a simulated model",
            "models: [{name: m, runtime: simulated, source: a.gguf}]\nscenarios: [dyck_language]\n",
            "1:48: models[0].source: found \"a.gguf\", expected no file for the runtime simulated"),
        bad(
            "two models of a name",
            "models: [{name: m, runtime: simulated}, {name: m, runtime: simulated}]\nscenarios: [dyck_language]\n",
            "1:48: models[1].name: two models are called m: \"m\", expected a name of its own"),
        bad(
            "two models that are one to Kafka",
            "models: [{name: o.m_1, runtime: simulated}, {name: o_m.1, runtime: simulated}]\nscenarios: [dyck_language]\n",
            "1:52: models[1].name: o.m_1 and o_m.1 differ only in '.' and '_', which are one in Kafka's names of queues: \"o_m.1\", expected a name that differs otherwise"),
        bad(
            "two adapters of a name",
            GOOD + "adapters: [{name: a}, {name: a}]\n",
            "3:30: adapters[1].name: two adapters are called \"a\""),
        bad(
            "unknown scenario",
            "models: [{name: m, runtime: simulated}]\nscenarios: [dyck_languages]\n",
            "2:13: scenarios[0].scenario: unknown scenario \"dyck_languages\"",
            "did you mean \"dyck_language\"?"),
        bad(
            "missing scenario file",
            "models: [{name: m, runtime: simulated}]\nscenarios: [absent.yaml]\n",
            "2:13: scenarios[0].scenario: no such file ",
            "absent.yaml"),
        bad(
            "the same run twice",
            "models: [{name: m, runtime: simulated}]\nscenarios: [dyck_language, dyck_language]\n",
            "2:28: scenarios[1]: a run dyck_language:model=m is there already"),
        bad(
            "unknown argument",
            "models: [{name: m, runtime: simulated}]\nscenarios: [{scenario: synthetic_reasoning, args: {mod: x, mode: induction}}]\n",
            "2:57: scenarios[0].args.mod: the scenario synthetic_reasoning has no such argument: \"x\", expected one of mode, seed; did you mean \"mode\"?"),
        bad(
            "missing argument",
            "models: [{name: m, runtime: simulated}]\nscenarios: [{scenario: synthetic_reasoning}]\n",
            "2:13: scenarios[0].args.mode: missing"),
        bad(
            "unknown metric",
            "models: [{name: m, runtime: simulated}]\nscenarios: [{scenario: dyck_language, metrics: [exact_mach]}]\n",
            "2:49: scenarios[0].metrics[0]: unknown metric \"exact_mach\"",
            "did you mean \"exact_match\"?"),
        bad(
            "metric that scoring cannot give",
            "models: [{name: m, runtime: simulated}]\nscenarios: [{scenario: dyck_language, metrics: rouge_1}]\ndefaults: {method: multiple_choice_separate_original}\n",
            "2:48: scenarios[0].metrics[0]: the method multiple_choice_separate_original cannot give \"rouge_1\", expected one of exact_match"),
        bad(
            "unknown perturbation",
            GOOD + "perturbations: [lowercase, mispellings]\n",
            "3:28: perturbations[1]: unknown perturbation mispellings: \"mispellings\"",
            "did you mean \"misspellings\"?"),
        bad(
            "bad argument of a perturbation",
            GOOD + "perturbations: [{name: misspellings, prob: 2}]\n",
            "3:17: perturbations[0]: ",
            "prob"),
        bad("not YAML", "models: [\n", "not valid YAML: "),
        bad("empty", "", "1:1: is empty, expected a mapping of keys to values"),
        bad("alias in itself", GOOD + "name: &a [*a]\n", "name"),
        bad(
            "a list at the top",
            "- a\n",
            "1:1: found [\"a\"], expected a mapping with keys name, models,"));
  }

  private static Arguments bad(String what, String text, String... told) {
    return Arguments.of(what, text, List.of(told));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void isRefused(String what, String text, List<String> told) throws IOException {
    Path file = Files.writeString(directory.resolve("sweep.yaml"), text);
    assertThat(refusal(file).getMessage()).contains(told);
  }

  @Test
  void allProblemsAreToldAtOnce() throws IOException {
    Files.writeString(
        directory.resolve("mine.yaml"),
        """
        splits: {test: absent.jsonl}
        inptu: question
        input: "{question | capitalise}"
        references: [a, b]
        replace: [{regex: "(", with: x}]
        metrics: [f1]
        """);
    Path file =
        Files.writeString(
            directory.resolve("sweep.yaml"),
            """
            models:
              - {name: m, runtime: simulated, options: {slots: 0}}
            scenarios:
              - mine.yaml
              - scenario: dyck_languag
            adapters:
              - max_train_instances: -1
            budget: {max_request: 5}
            """);
    assertThat(refusal(file).getMessage().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("10 problems:"),
            line -> assertThat(line).contains("sweep.yaml:2:52: models[0].options.slots: found 0"),
            line -> assertThat(line).contains("sweep.yaml:5:15: scenarios[1].scenario"),
            line -> assertThat(line).contains("sweep.yaml:7:5: adapters[0].name: missing"),
            line -> assertThat(line).contains("sweep.yaml:7:26: adapters[0].max_train_instances"),
            line ->
                assertThat(line).contains("sweep.yaml:8:10: budget.max_request", "max_requests"),
            line ->
                assertThat(line).contains("mine.yaml:1:16: splits.test[0].source: no such file"),
            line -> assertThat(line).contains("mine.yaml:2:1: inptu: unknown key", "\"input\""),
            line -> assertThat(line).contains("mine.yaml:3:8: input: unknown filter capitalise"),
            line -> assertThat(line).contains("mine.yaml:5:19: replace[0].regex: found \"(\""),
            line -> assertThat(line).contains("mine.yaml:6:11: metrics[0]: unknown metric \"f1\""));
  }

  /** Half a million values in a few lines; a few more lines would be billions. */
  @Test
  void aliasesOfAliasesAreCounted() throws IOException {
    StringBuilder options = new StringBuilder("a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]");
    for (char name = 'b'; name <= 'f'; name++) {
      String items = ("*" + (char) (name - 1) + " , ").repeat(9);
      options.append(", %c: &%c [%s]".formatted(name, name, items));
    }
    Path file =
        Files.writeString(
            directory.resolve("sweep.yaml"),
            "models: [{name: m, runtime: simulated, options: {%s}}]\n".formatted(options)
                + "scenarios: [{scenario: dyck_language}]\n");
    assertThat(refusal(file).getMessage())
        .contains("sweep.yaml:1:", "more than 500000 values in the file");
  }

  @Test
  void ofAModelWithAWrongRuntimeTheRuntimeAloneIsTold() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("sweep.yaml"),
            """
            models: [{name: m, runtime: vllm, options: {base_url: "http://gpu:8000/v1"}}]
            scenarios: [dyck_language]
            """);
    assertThat(refusal(file).getMessage().lines().skip(1))
        .singleElement()
        .asString()
        .contains("models[0].runtime: found \"vllm\", expected one of llamacpp, simulated, openai");
  }

  private RegattaException refusal(Path file) {
    RegattaException refusal =
        catchThrowableOfType(
            RegattaException.class, () -> SweepFixture.resolver(directory).resolve(file));
    assertThat(refusal).isNotNull();
    assertThat(refusal.category()).isEqualTo(ErrorCategory.USER);
    return refusal;
  }
}
