package dev.regatta.coordinator.perturb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.Perturbation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The instances of whole HELM runs: which copies there are, in which order, how they are described.
 */
class AugmenterGoldTest {
  /** Scenarios whose inputs HELM builds of a passage and a question. */
  private static final Pattern PASSAGE_QUESTIONS = Pattern.compile("(boolq|civil_comments):.*");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boolq:model=mock_alpha,data_augmentation=canonical",
        "civil_comments:demographic=all,model=mock_beta,data_augmentation=canonical",
        "commonsense:dataset=openbookqa,method=multiple_choice_joint,model=mock_alpha,"
            + "data_augmentation=contract",
        "commonsense:dataset=openbookqa,method=multiple_choice_joint,model=mock_alpha,"
            + "data_augmentation=typo0.3",
        "commonsense:dataset=openbookqa,method=multiple_choice_joint,model=mock_beta,"
            + "data_augmentation=gender_terms_prob=0.5_source=male_target=female",
        "commonsense:dataset=openbookqa,method=multiple_choice_joint,model=mock_beta,"
            + "data_augmentation=space3",
        "gsm:model=mock_alpha,data_augmentation="
            + "person_name_first_prob=0.5_source=white_target=black_preserve_gender=False",
        "mmlu:subject=anatomy,method=multiple_choice_joint,model=mock_beta,"
            + "data_augmentation=canonical",
        "narrative_qa:model=mock_alpha,data_augmentation=robustness"
      })
  void instancesAreThoseOfHelm(String run) throws IOException {
    Path folder = SharedFiles.find("gold/e2e_helm/runs").resolve(run);
    List<Instance> expected = new ArrayList<>();
    instances(folder).forEach(node -> expected.add(instance(node)));
    Augmenter augmenter = augmenter(folder, PASSAGE_QUESTIONS.matcher(run).matches());
    List<Instance> actual = new ArrayList<>();
    expected.stream()
        .filter(instance -> instance.perturbation() == null)
        .forEach(original -> actual.addAll(augmenter.augment(original)));
    actual.replaceAll(AugmenterGoldTest::withFileNamesOnly);
    assertThat(actual).isEqualTo(expected);
  }

  private static Augmenter augmenter(Path folder, boolean keepUnchanged) throws IOException {
    JsonNode runSpec = Json.MAPPER.readTree(folder.resolve("run_spec.json").toFile());
    List<ObjectSpec> perturbations = new ArrayList<>();
    for (JsonNode spec : runSpec.get("data_augmenter_spec").get("perturbation_specs")) {
      @SuppressWarnings("unchecked")
      Map<String, Object> args = Json.MAPPER.convertValue(spec.get("args"), Map.class);
      perturbations.add(new ObjectSpec(spec.get("class_name").asText(), args));
    }
    PerturbationResources resources =
        new PerturbationResources(
            Optional.of(SharedFiles.find("data/word_lists/correct_to_misspelling.json")),
            Optional.of(SharedFiles.find("data/word_lists/sae_to_aave.json")),
            Optional.of(
                SharedFiles.find(
                    "gold/e2e_helm/data/perturbations/person_name/data/person_names.txt")));
    return new Augmenter(new DataAugmentation(perturbations, 1), resources, keepUnchanged);
  }

  private static JsonNode instances(Path folder) throws IOException {
    Path plain = folder.resolve("instances.json");
    if (Files.exists(plain)) {
      return Json.MAPPER.readTree(plain.toFile());
    }
    try (InputStream packed =
        new GZIPInputStream(Files.newInputStream(folder.resolve("instances.json.gz")))) {
      return Json.MAPPER.readTree(packed);
    }
  }

  private static Instance instance(JsonNode node) {
    JsonNode perturbation = node.get("perturbation");
    return withFileNamesOnly(
        new Instance(
            node.get("input").get("text").asText(),
            null,
            references(node.get("references")),
            node.get("split").asText(),
            node.path("sub_split").asText(null),
            node.get("id").asText(),
            perturbation == null
                ? null
                : Json.MAPPER.convertValue(perturbation, Perturbation.class),
            elements(node.path("contrast_inputs"))
                .map(input -> input.get("text").asText())
                .toList(),
            elements(node.path("contrast_references")).map(AugmenterGoldTest::references).toList(),
            Map.of()));
  }

  private static List<Reference> references(JsonNode array) {
    return elements(array)
        .map(
            node ->
                new Reference(
                    node.get("output").get("text").asText(),
                    elements(node.get("tags")).map(JsonNode::asText).toList()))
        .toList();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** HELM read the word files from other folders and under another name. */
  private static Instance withFileNamesOnly(Instance instance) {
    Perturbation perturbation = instance.perturbation();
    if (perturbation == null) {
      return instance;
    }
    Map<String, Object> parameters = new TreeMap<>(perturbation.parameters());
    parameters.computeIfPresent("mapping_file_path", (name, path) -> "dialect file");
    parameters.computeIfPresent("name_file_path", (name, path) -> "name file");
    return Copies.of(
        instance,
        instance.input(),
        instance.references(),
        new Perturbation(
            perturbation.name(),
            perturbation.robustness(),
            perturbation.fairness(),
            perturbation.computedOn(),
            perturbation.seed(),
            parameters),
        instance.contrastInputs());
  }
}
