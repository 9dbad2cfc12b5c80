package dev.regatta.coordinator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are HELM's own: its recorded runs and the vectors of the HELM reference. */
class GeneratorsTest {
  private static final String RUNS = "gold/e2e_helm/runs/";
  private static final String PATTERN_RUN =
      RUNS + "synthetic_reasoning:mode=pattern_match,model=mock_beta,num_train_trials=3";
  private static final String DYCK_RUN = RUNS + "dyck_language_np=3:model=mock_alpha";
  private static final String SIMPLE_RUN =
      RUNS + "simple1:model_deployment=mock_alpha,model=mock_alpha";
  private static final Map<String, Object> SIMPLE =
      Map.of(
          "num_input_tokens", 5,
          "vocab_size", 20,
          "num_train_instances", 10,
          "num_test_instances", 10);

  private static List<Instance> instances(String name, Map<String, Object> args) {
    try (Stream<Instance> instances = Generators.of(name, args).instances()) {
      return instances.toList();
    }
  }

  private static Map<String, Instance> byId(List<Instance> instances) {
    return instances.stream().collect(Collectors.toMap(Instance::id, Function.identity()));
  }

  private static JsonNode read(String file) throws IOException {
    Path plain = SharedFiles.find(file);
    try (InputStream in = Files.newInputStream(plain)) {
      InputStream text = file.endsWith(".gz") ? new GZIPInputStream(in) : in;
      return Json.MAPPER.readTree(text);
    }
  }

  private static void assertRecorded(String run, List<Instance> ours, int count)
      throws IOException {
    Map<String, Instance> byId = byId(ours);
    JsonNode recorded = read(run + "/instances.json");
    assertThat(recorded).hasSize(count);
    for (JsonNode expected : recorded) {
      Instance instance = byId.get(expected.get("id").asText());
      assertThat(instance.input()).isEqualTo(expected.at("/input/text").asText());
      assertThat(instance.split()).isEqualTo(expected.get("split").asText());
      List<Reference> references = new ArrayList<>();
      for (JsonNode reference : expected.get("references")) {
        List<String> tags = new ArrayList<>();
        reference.get("tags").forEach(tag -> tags.add(tag.asText()));
        references.add(new Reference(reference.at("/output/text").asText(), tags));
      }
      assertThat(instance.references()).isEqualTo(references);
    }
  }

  /** Every shot in the recorded prompts is a train instance; a small window may take some. */
  private static void assertShots(
      String run, List<Instance> ours, String blockStart, String prefix, String between)
      throws IOException {
    List<String> train =
        ours.stream()
            .filter(instance -> instance.split().equals(Instance.TRAIN))
            .map(i -> prefix + i.input() + between + i.references().get(0).text())
            .toList();
    JsonNode states = read(run + "/scenario_state.json.gz").get("request_states");
    assertThat(states).isNotEmpty();
    for (JsonNode state : states) {
      String[] blocks = state.at("/request/prompt").asText().split("\n(?=" + blockStart + ")");
      List<String> shots = Stream.of(blocks).map(String::stripTrailing).toList();
      int expected = state.get("num_train_instances").asInt();
      assertThat(shots.subList(1, shots.size() - 1)).isSubsetOf(train).hasSize(expected);
    }
  }

  @Test
  void patternMatchIsThatOfTheRecordedRun() throws IOException {
    SharedFiles.find(PATTERN_RUN);
    List<Instance> ours =
        instances("synthetic_reasoning", Map.of("mode", "pattern_match", "seed", 42));
    assertThat(ours).hasSize(11_000);
    assertRecorded(PATTERN_RUN, ours, 60);
    assertShots(PATTERN_RUN, ours, "Rules: ", "", "\nTarget: ");
  }

  @Test
  void dyckLanguageIsThatOfTheRecordedRun() throws IOException {
    SharedFiles.find(DYCK_RUN);
    List<Instance> ours = instances("dyck_language", Map.of("num_parenthesis_pairs", 3));
    assertThat(ours).hasSize(503);
    assertThat(ours).extracting(Instance::input).doesNotHaveDuplicates();
    assertRecorded(DYCK_RUN, ours, 60);
    assertShots(DYCK_RUN, ours, "Input: ", "Input: ", "");
  }

  @Test
  void simpleIsThatOfTheRecordedRun() throws IOException {
    SharedFiles.find(SIMPLE_RUN);
    List<Instance> ours = instances("simple1", SIMPLE);
    assertRecorded(SIMPLE_RUN, ours, 10);
    assertShots(SIMPLE_RUN, ours, "Input: ", "Input: ", "\nOutput: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = true,
      quoteCharacter = '@',
      value = {
        "variable_substitution ~ 0 ~ Rules: + Z = X | Substitutions: X by \" horse \" , Z by"
            + " \" blueberry \" ~ + blueberry = horse",
        "variable_substitution ~ 1 ~ Rules: Y + Y + Y = | Substitutions: Y by \" grape \""
            + " ~ grape + grape + grape =",
        "variable_substitution ~ 6000 ~ Rules: * Y - * X Z | Substitutions: X by \" shark \" ,"
            + " Y by \" stork \" , Z by \" stork \" ~ * stork - * shark stork",
        "pattern_match ~ 0 ~ Rules: + = X Z | X = Z + | + Z = X | X = Z + | Result: + blueberry"
            + " = horse ~ + Z = X",
        "pattern_match ~ 6000 ~ Rules: = Z + - X | - + = X Z | Z - X + = | + - = Z X | Result: ="
            + " watermelon lion + - zebra ~ = Z + - X",
        "induction ~ 0 ~ Two results: + blueberry = horse | + blueberry cobra = whale stork"
            + " ~ Rule: + Z = X"
      })
  void syntheticReasoningVectors(String mode, int item, String input, String answer) {
    Instance instance = instances("synthetic_reasoning", Map.of("mode", mode)).get(item);
    assertThat(instance.input()).isEqualTo(input);
    assertThat(instance.references()).extracting(Reference::text).containsExactly(answer);
    assertThat(instance.id()).isEqualTo("id" + item);
  }

  @Test
  void dyckAndSimpleVectors() {
    List<Instance> dyck = instances("dyck_language", Map.of("num_parenthesis_pairs", "3"));
    assertThat(dyck.get(0).input()).isEqualTo("( { { ( { ( ) } ) }");
    assertThat(dyck.get(0).references().get(0).text()).isEqualTo(" } )");
    assertThat(dyck.get(2).input()).isEqualTo("[ ( { { }");
    assertThat(dyck.get(2).references().get(0).text()).isEqualTo(" } ) ]");
    Instance simple = instances("simple1", SIMPLE).get(0);
    assertThat(simple.input()).isEqualTo("4 18 2 8 3");
    assertThat(simple.firstCorrect()).map(Reference::text).contains("8");
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void dyckAnswersBalanceTheirInputs(int kinds) {
    for (Instance instance : instances("dyck_language", Map.of("num_parenthesis_pairs", kinds))) {
      String rest = (instance.input() + instance.references().get(0).text()).replace(" ", "");
      String before = "";
      while (!rest.equals(before)) {
        before = rest;
        rest = rest.replace("()", "").replace("[]", "").replace("{}", "").replace("<>", "");
      }
      assertThat(rest).isEmpty();
    }
  }

  @Test
  void everyGenerationIsTheSame() {
    Scenario scenario = Generators.of("dyck_language", Map.of("num_parenthesis_pairs", 2));
    try (Stream<Instance> one = scenario.instances();
        Stream<Instance> two = scenario.instances()) {
      assertThat(one.limit(20).toList()).isEqualTo(two.limit(20).toList());
    }
  }

  @Test
  void mistakesAreTheUsersErrors() {
    assertThatThrownBy(() -> Generators.of("dyk_language", Map.of()))
        .hasMessageContaining("Unknown generator dyk_language; did you mean 'dyck_language'?")
        .extracting(e -> ((RegattaException) e).category())
        .isEqualTo(ErrorCategory.USER);
    assertThatThrownBy(() -> Generators.of("synthetic_reasoning", Map.of("mode", "x")))
        .hasMessageContaining("Invalid mode: x")
        .hasMessageContaining("pattern_match");
    assertThatThrownBy(() -> Generators.of("synthetic_reasoning", Map.of()))
        .hasMessageContaining("Missing argument mode");
    assertThatThrownBy(
            () ->
                Generators.of(
                    "dyck_language", Map.of("num_parenthesis_pairs", 3, "num_test_instance", 5)))
        .hasMessageContaining("num_test_instance ")
        .hasMessageContaining("did you mean 'num_test_instances'?");
    assertThatThrownBy(() -> Generators.of("dyck_language", Map.of("num_parenthesis_pairs", 5)))
        .hasMessageContaining("an integer from 1 to 4");
  }
}
