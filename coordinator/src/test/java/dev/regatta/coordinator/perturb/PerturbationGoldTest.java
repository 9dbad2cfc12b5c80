package dev.regatta.coordinator.perturb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Texts as HELM's perturbations changed them, with HELM's own list of misspellings. */
class PerturbationGoldTest {

  @Test
  void textsAreThoseOfHelm() {
    PerturbationResources resources =
        new PerturbationResources(
            Optional.of(SharedFiles.find("data/word_lists/correct_to_misspelling.json")),
            Optional.of(SharedFiles.find("gold/dialect_map.json")),
            Optional.of(SharedFiles.find("gold/person_names.txt")));
    Map<ObjectSpec, TextPerturbation> perturbations = new HashMap<>();
    Map<String, Integer> wrong = new TreeMap<>();
    Map<String, String> examples = new TreeMap<>();
    for (JsonNode gold : SharedFiles.gold("helm_perturbations.jsonl")) {
      ObjectSpec spec = spec(gold);
      TextPerturbation perturbation =
          perturbations.computeIfAbsent(spec, any -> TextPerturbation.of(any, resources));
      String difference = difference(gold, perturbation);
      wrong.merge(spec.toString(), difference.isEmpty() ? 0 : 1, Integer::sum);
      if (!difference.isEmpty()) {
        examples.putIfAbsent(spec.toString(), difference);
      }
    }
    assertThat(wrong)
        .as(examples.toString())
        .hasSize(19)
        .allSatisfy((spec, n) -> assertThat(n).isZero());
  }

  private static String difference(JsonNode gold, TextPerturbation perturbation) {
    List<Reference> references =
        texts(gold.get("references")).stream().map(text -> new Reference(text, List.of())).toList();
    Instance original =
        Instance.of(gold.get("text").asText(), references, Instance.TEST)
            .withId(gold.get("instance_id").asText());
    Instance copy = perturbation.perturb(original, gold.get("seed").asInt());
    List<String> actual = copy.references().stream().map(Reference::text).toList();
    List<String> expected = texts(gold.get("out_references"));
    boolean same = copy.input().equals(gold.get("out_text").asText()) && actual.equals(expected);
    return same
        ? ""
        : gold.get("id")
            + ": "
            + copy.input()
            + actual
            + "\nexpected\n"
            + gold.get("out_text")
            + expected
            + "\nfrom\n"
            + gold.get("text");
  }

  private static ObjectSpec spec(JsonNode gold) {
    Map<String, Object> args =
        Json.MAPPER.convertValue(gold.get("args"), new TypeReference<Map<String, Object>>() {});
    return new ObjectSpec(gold.get("perturbation").asText(), args);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
