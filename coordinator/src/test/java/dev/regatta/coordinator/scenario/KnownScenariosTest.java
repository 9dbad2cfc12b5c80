package dev.regatta.coordinator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.coordinator.config.Problems;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.sweep.SweepFixture;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example scenario files on real data, against the raw files and the instances HELM made. */
class KnownScenariosTest {
  @TempDir Path cache;

  @Test
  void mmlu() throws IOException {
    Path data = SharedFiles.find("data/mmlu");
    List<Instance> instances = read("mmlu.yaml", Map.of("subject", "anatomy", "data", data));
    assertThat(count(instances)).isEqualTo(Map.of("train", 5L, "test", 135L));
    Instance first = instances.get(0);
    assertThat(first.input()).isEqualTo("What is the embryological origin of the hyoid bone?");
    assertThat(first.references()).hasSize(4);
    assertThat(first.firstCorrect())
        .map(Reference::text)
        .contains("The second and third pharyngeal arches");
    assertSameAsHelm(
        instances,
        "mmlu:subject=anatomy,method=multiple_choice_joint,model=mock_alpha,data_augmentation=canonical");
  }

  @Test
  void gsm8k() throws IOException {
    Path data = SharedFiles.find("data/gsm8k");
    List<Instance> instances = read("gsm8k.yaml", Map.of("data", data));
    assertThat(count(instances)).isEqualTo(Map.of("train", 1000L, "test", 1319L));
    assertThat(instances.get(1).references())
        .containsExactly(
            new Reference(
                "Weng earns 12/60 = $<<12/60=0.2>>0.2 per minute. Working 50 minutes, she earned"
                    + " 0.2 x 50 = $<<0.2*50=10>>10. The answer is 10.",
                List.of("correct")));
    assertSameAsHelm(instances, "gsm:model=mock_alpha");
  }

  @Test
  void boolq() throws IOException {
    Path data = SharedFiles.find("data/boolq");
    List<Instance> instances = read("boolq.yaml", Map.of("data", data));
    assertThat(count(instances)).isEqualTo(Map.of("train", 270L, "valid", 3000L));
    List<JsonNode> rows = lines(data.resolve("dev.jsonl"));
    for (int i = 0; i < rows.size(); i++) {
      String answer = rows.get(i).get("answer").booleanValue() ? "Yes" : "No";
      assertThat(instances.get(i).references())
          .containsExactly(new Reference(answer, List.of("correct")));
    }
    assertSameAsHelm(instances, "boolq:model=mock_beta");
  }

  @Test
  void bbq() throws IOException {
    Path data = SharedFiles.find("data/bbq");
    List<Instance> instances = read("bbq.yaml", Map.of("data", data));
    assertThat(count(instances)).isEqualTo(Map.of("train", 80L, "test", 3600L));
    List<JsonNode> rows = lines(data.resolve("Age.jsonl"));
    for (int i = 0; i < rows.size(); i++) {
      String right = rows.get(i).get("ans" + rows.get(i).get("label").intValue()).textValue();
      assertThat(instances.get(i).firstCorrect()).map(Reference::text).contains(right);
      assertThat(instances.get(i).subSplit())
          .isEqualTo(rows.get(i).get("context_condition").textValue());
    }
    assertSameAsHelm(instances, "bbq:subject=Age,method=multiple_choice_joint,model=mock_alpha");
  }

  /** Every original instance of HELM's run is among ours, with the same options and answer. */
  private static void assertSameAsHelm(List<Instance> ours, String run) throws IOException {
    Map<String, Map<String, Boolean>> byInput = new HashMap<>();
    ours.forEach(
        instance -> {
          Map<String, Boolean> options = new LinkedHashMap<>();
          instance.references().forEach(r -> options.put(r.text(), r.correct()));
          byInput.put(instance.input(), options);
        });
    int compared = 0;
    for (JsonNode instance : helm(run)) {
      if (!instance.has("perturbation")) {
        Map<String, Boolean> options = new LinkedHashMap<>();
        instance
            .get("references")
            .forEach(
                reference ->
                    options.put(
                        reference.at("/output/text").textValue(),
                        reference.get("tags").toString().contains("\"correct\"")));
        assertThat(byInput).containsEntry(instance.at("/input/text").textValue(), options);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(60);
  }

  private static JsonNode helm(String run) throws IOException {
    Path folder = SharedFiles.find("gold/e2e_helm/runs").resolve(run);
    Path plain = folder.resolve("instances.json");
    if (Files.exists(plain)) {
      return Json.MAPPER.readTree(plain.toFile());
    }
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(folder.resolve("instances.json.gz")))) {
      return Json.MAPPER.readTree(in);
    }
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(line -> Json.read(line, JsonNode.class)).toList();
    }
  }

  private static Map<String, Long> count(List<Instance> instances) {
    return instances.stream()
        .collect(Collectors.groupingBy(Instance::split, Collectors.counting()));
  }

  private List<Instance> read(String file, Map<String, Object> args) {
    Problems problems = new Problems();
    ScenarioFile source =
        SweepFixture.catalog(cache)
            .find("../scenarios/" + file, Path.of("..", "examples", "scenarios"), problems)
            .orElse(null);
    problems.throwIfAny();
    ScenarioDefinition filled = source.filled(args);
    problems.throwIfAny();
    Scenario scenario = source.open(filled, args);
    assertThat(scenario.dataHashes()).isNotEmpty();
    try (Stream<Instance> stream = scenario.instances()) {
      return stream.toList();
    }
  }
}
