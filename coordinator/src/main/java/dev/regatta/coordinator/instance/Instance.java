package dev.regatta.coordinator.instance;

import dev.regatta.protocol.Message;
import dev.regatta.protocol.Perturbation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One question of a scenario (HELM's Instance).
 *
 * @param input text of the question
 * @param messages turns of a chat, or null
 * @param split {@code train}, {@code valid} or {@code test}
 * @param subSplit part of the split, or null
 * @param id shared by the perturbed copies; null until ids are given
 * @param perturbation what was done to it; null for the original
 * @param contrastInputs alternative inputs, for contrast sets; empty for none
 * @param contrastReferences references of each alternative input
 * @param extra further fields
 */
public record Instance(
    String input,
    List<Message> messages,
    List<Reference> references,
    String split,
    String subSplit,
    String id,
    Perturbation perturbation,
    List<String> contrastInputs,
    List<List<Reference>> contrastReferences,
    Map<String, Object> extra) {

  public static final String TRAIN = "train";
  public static final String VALID = "valid";
  public static final String TEST = "test";

  /** An unperturbed text instance without an id. */
  public static Instance of(String input, List<Reference> references, String split) {
    return new Instance(
        input, null, references, split, null, null, null, List.of(), List.of(), Map.of());
  }

  public Instance withId(String newId) {
    return new Instance(
        input,
        messages,
        references,
        split,
        subSplit,
        newId,
        perturbation,
        contrastInputs,
        contrastReferences,
        extra);
  }

  public Optional<Reference> firstCorrect() {
    return references.stream().filter(Reference::correct).findFirst();
  }

  public List<Reference> allCorrect() {
    return references.stream().filter(Reference::correct).toList();
  }
}
