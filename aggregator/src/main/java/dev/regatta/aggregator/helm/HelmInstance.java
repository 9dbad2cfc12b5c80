package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Perturbation;
import java.util.List;
import java.util.Map;

/**
 * An instance as it was evaluated.
 *
 * @param rest further fields: contrast inputs and references, extra data
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record HelmInstance(
    HelmInput input,
    List<HelmReference> references,
    String split,
    String subSplit,
    String id,
    Perturbation perturbation,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {

  HelmInstance {
    input = input == null ? new HelmInput("", null) : input;
    references = references == null ? List.of() : references;
    rest = rest == null ? Map.of() : rest;
  }

  /** The same asking by messages, where it has no input otherwise: the store has none of chats. */
  HelmInstance asking(List<Message> messages) {
    return input.text().isEmpty() && input.rest().isEmpty()
        ? new HelmInstance(
            new HelmInput("", Map.of("messages", messages)),
            references,
            split,
            subSplit,
            id,
            perturbation,
            rest)
        : this;
  }

  /** The canonical text of the perturbation; null for the original. */
  String perturbationKey() {
    return perturbation == null ? null : perturbation.key();
  }

  Context context() {
    return new Context(split, subSplit, perturbationKey());
  }

  List<String> golds() {
    return references.stream()
        .filter(HelmReference::correct)
        .map(reference -> reference.output().text())
        .toList();
  }
}
