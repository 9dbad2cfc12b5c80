package dev.regatta.coordinator.gold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.gold.Companions;
import dev.regatta.gold.Difference;
import dev.regatta.gold.GoldReport;
import dev.regatta.gold.GoldVerifier;
import dev.regatta.gold.PartResult;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Everything that the coordinator computes and HELM has recorded, and that errors are found. */
class CoordinatorGoldTest {
  private static final String RUN = "gsm:model=mock_delta";

  @TempDir private static Path scratch;
  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> everyPartIsAsRecorded() {
    GoldReport report = verify(SharedFiles.find("gold"), Optional.empty());
    assertThat(report.results())
        .extracting(result -> result.kind())
        .contains("random", "sampling", "perturbations", "prompts", "run-specs", "planned-runs");
    return report.results().stream()
        .flatMap(
            result ->
                result.parts().stream()
                    .map(
                        part ->
                            DynamicTest.dynamicTest(
                                result.file() + ": " + part.part(), () -> assertWhole(part))));
  }

  private static void assertWhole(PartResult part) {
    assertThat(part.differences()).isEmpty();
    assertThat(part.unknown()).as(part.reason()).isZero();
    assertThat(part.passed()).isEqualTo(part.total()).isPositive();
  }

  @Test
  void wrongTextsUnknownPerturbationsAndMissingListsAreTold() throws IOException {
    String line =
        "{\"id\": \"%s\", \"perturbation\": \"%s\", \"args\": %s, \"instance_id\": \"id0\","
            + " \"text\": \"An Apple\", \"out_text\": \"%s\"}";
    Files.write(
        directory.resolve("helm_perturbations.jsonl"),
        List.of(
            line.formatted("a", "lowercase", "{}", "an apple"),
            line.formatted("b", "lowercase", "{}", "an pear"),
            line.formatted("c", "reversed", "{}", "elppA nA"),
            line.formatted("d", "synonym", "{\"prob\": 1.0}", "An Fruit"),
            "{\"id\": \"e\", \"perturbation\": \"lowercase\"}"));
    List<PartResult> parts = verify(directory, Optional.empty()).results().get(0).parts();
    assertThat(parts)
        .extracting(PartResult::part)
        .containsExactly("lowercase", "reversed", "synonym {\"prob\":1.0}", "(lines)");
    assertThat(parts.get(0).passed()).isEqualTo(1);
    assertThat(parts.get(0).differences())
        .containsExactly(new Difference("b (line 2)", "[an pear]", "[an apple]"));
    assertThat(parts.get(1).unknown()).isEqualTo(1);
    assertThat(parts.get(1).reason()).contains("Unknown perturbation reversed");
    assertThat(parts.get(2).reason()).contains("synonym_file_path");
    assertThat(parts.get(3).differences().get(0).found()).isEqualTo("no field text");
  }

  @Test
  void aWrongPromptAndTheFileThatIsMissingAreTold() throws IOException {
    String adapter =
        "{\"method\": \"generation\", \"instructions\": \"\", \"input_prefix\": \"Q: \","
            + " \"input_suffix\": \"\\n\", \"output_prefix\": \"A: \", \"output_suffix\": \"\\n\","
            + " \"instance_prefix\": \"\\n\", \"max_train_instances\": 0, \"num_outputs\": 1,"
            + " \"max_tokens\": 7, \"stop_sequences\": [], \"temperature\": 0.0}";
    String line =
        "{\"id\": \"%s\", \"data\": \"%s\", \"adapter\": "
            + adapter
            + ", \"instance_id\": \"id1\", \"train_trial_index\": 0, \"reference_index\": null,"
            + " \"request_mode\": null, \"prompt\": \"%s\", \"max_tokens\": %d}";
    Files.write(
        directory.resolve("helm_prompts.jsonl"),
        List.of(
            line.formatted("a", "sums", "Q: 1 + 1?\\nA:", 7),
            line.formatted("b", "sums", "Q: 1 + 1?\\nA:", 8),
            line.formatted("c", "sums", "Q: 1 + 2?\\nA:", 7),
            line.formatted("d", "none", "Q: 1 + 1?\\nA:", 7)));
    String row = "{\"question\": \"%s\", \"answer\": \"#### 2\"}";
    Files.writeString(
        directory.resolve("helm_prompts_data_sums_train.jsonl"), row.formatted("0 + 2?"));
    Files.writeString(
        directory.resolve("helm_prompts_data_sums_test.jsonl"), row.formatted("1 + 1?"));
    List<PartResult> parts = verify(directory, Optional.empty()).results().get(0).parts();
    PartResult sums = parts.get(0);
    assertThat(sums.part()).isEqualTo("sums generation");
    assertThat(sums.passed()).isEqualTo(1);
    assertThat(sums.differences())
        .containsExactly(
            new Difference("b (line 2), max_tokens", "8", "7"),
            new Difference("c (line 3), prompt", "Q: 1 + 2?\\nA:", "Q: 1 + 1?\\nA:"));
    assertThat(parts.get(1).differences().get(0).found())
        .contains("helm_prompts_data_none_train.jsonl: no such file");
    assertThat(parts.get(2).part()).isEqualTo("number of requests");
    assertThat(parts.get(2).differences().get(0).expected()).isEqualTo("3");
  }

  @Test
  void aRunWithAWrongRequestAnotherTheDataOfWhichAreMissingAndABrokenOne() throws IOException {
    Path gold = SharedFiles.find("gold/e2e_helm");
    Path suite = Files.createDirectories(directory.resolve("suite"));
    Files.createSymbolicLink(suite.resolve("config"), gold.resolve("config"));
    Path broken = Files.createDirectories(suite.resolve("runs/broken"));
    Files.writeString(broken.resolve("scenario_state.json"), "{\"request_states\": [");
    Path run = Files.createDirectories(suite.resolve("runs").resolve(RUN));
    Files.copy(
        gold.resolve("runs").resolve(RUN).resolve("run_spec.json"), run.resolve("run_spec.json"));
    Files.copy(
        gold.resolve("runs").resolve(RUN).resolve("scenario_state.json.gz"),
        run.resolve("scenario_state.json.gz"));
    Path simple = Files.createDirectories(suite.resolve("runs/simple1"));
    Path recorded = gold.resolve("runs/simple1:model_deployment=mock_alpha,model=mock_alpha");
    Files.copy(recorded.resolve("run_spec.json"), simple.resolve("run_spec.json"));
    ObjectNode state = state(recorded);
    ArrayNode states = (ArrayNode) state.get("request_states");
    ((ObjectNode) states.get(0).get("request")).put("max_tokens", 6);
    Files.writeString(simple.resolve("scenario_state.json"), state.toString());
    List<PartResult> parts =
        verify(directory, Optional.of("planned-runs")).results().get(0).parts();
    PartResult requests =
        parts.stream().filter(part -> part.part().equals("requests")).findFirst().orElseThrow();
    assertThat(requests.passed()).isEqualTo(states.size() - 1L);
    assertThat(requests.differences())
        .extracting(Difference::where)
        .anyMatch(where -> where.startsWith(RUN))
        .anyMatch(where -> where.startsWith("simple1") && where.endsWith("decoding"));
    assertThat(parts)
        .filteredOn(part -> part.part().equals("runs"))
        .singleElement()
        .extracting(part -> part.differences().get(0).where())
        .isEqualTo("broken");
  }

  private static ObjectNode state(Path run) throws IOException {
    Path zipped = run.resolve("scenario_state.json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(zipped))) {
      return (ObjectNode) Json.MAPPER.readTree(in);
    }
  }

  private static GoldReport verify(Path gold, Optional<String> only) {
    return new GoldVerifier(
            CoordinatorGold.checks(new Companions(Optional.empty()), Optional.empty(), scratch))
        .verify(gold, only, file -> {});
  }
}
