package dev.regatta.coordinator.gold;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.perturb.TextPerturbation;
import dev.regatta.gold.CaseCheck;
import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Texts with their references, before and after one of HELM's perturbations. */
final class PerturbationGold implements CaseCheck {
  private final PerturbationResources resources;
  private final Map<ObjectSpec, Made> made = new HashMap<>();

  /** A perturbation, or why there is none: it is not known, or lacks a file. */
  private record Made(TextPerturbation perturbation, String missing) {}

  private PerturbationGold(PerturbationResources resources) {
    this.resources = resources;
  }

  static GoldCheck check(WordSources words) {
    return new LinesCheck(
        "perturbations",
        "HELM's perturbed texts and references",
        "helm_perturbations",
        Set.of("perturbation", "instance_id", "text", "out_text"),
        file -> new PerturbationGold(words.beside(file)));
  }

  @Override
  public void check(GoldCase gold) {
    ObjectSpec spec = spec(gold);
    String part = spec.className() + (spec.args().isEmpty() ? "" : " " + Json.text(spec.args()));
    Made with = made.computeIfAbsent(spec, this::make);
    if (with.perturbation() == null) {
      gold.unknown(part, with.missing());
      return;
    }
    Instance original = original(gold);
    int repeat = gold.has("seed") ? gold.get("seed").asInt() : 0;
    boolean references = gold.has("out_references");
    List<String> expected = new ArrayList<>(List.of(gold.text("out_text")));
    expected.addAll(references ? gold.texts("out_references") : List.of());
    gold.equal(
        part, expected, () -> texts(with.perturbation().perturb(original, repeat), references));
  }

  private Made make(ObjectSpec spec) {
    try {
      return new Made(TextPerturbation.of(spec, resources), null);
    } catch (RegattaException e) {
      return new Made(null, e.getMessage());
    }
  }

  private static ObjectSpec spec(GoldCase gold) {
    Map<String, Object> args =
        gold.has("args")
            ? Json.MAPPER.convertValue(
                gold.get("args"), new TypeReference<TreeMap<String, Object>>() {})
            : Map.of();
    return new ObjectSpec(gold.text("perturbation"), args);
  }

  private static Instance original(GoldCase gold) {
    List<String> references = gold.has("references") ? gold.texts("references") : List.of();
    return Instance.of(
            gold.text("text"),
            references.stream().map(text -> new Reference(text, List.of())).toList(),
            Instance.TEST)
        .withId(gold.text("instance_id"));
  }

  private static List<String> texts(Instance copy, boolean references) {
    List<String> texts = new ArrayList<>(List.of(copy.input()));
    if (references) {
      copy.references().forEach(reference -> texts.add(reference.text()));
    }
    return texts;
  }
}
