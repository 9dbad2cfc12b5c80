package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.adapt.Window;
import dev.regatta.coordinator.sweep.ResolvedSweep.ModelSpec;
import dev.regatta.coordinator.sweep.SweepFile.ModelTokenizer;
import dev.regatta.coordinator.tokenizer.Tokenizer;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A model and what its prompts are fitted to: nothing, where the sweep names no tokenizer for it.
 */
record FittedModel(ModelRef ref, Optional<Window> window) {

  static List<FittedModel> of(List<ModelRef> models, List<ModelSpec> specs) {
    Map<String, ModelSpec> byName =
        specs.stream().collect(Collectors.toMap(ModelSpec::name, Function.identity()));
    return models.stream().map(model -> of(model, byName.get(model.name()))).toList();
  }

  private static FittedModel of(ModelRef model, ModelSpec spec) {
    Optional<Window> window = spec.tokenizer().map(tokenizer -> window(tokenizer, model));
    return new FittedModel(
        window.map(limits -> model.fittedBy(limits.identity())).orElse(model), window);
  }

  private static Window window(ModelTokenizer given, ModelRef model) {
    int sequence =
        given
            .maxSequenceLength()
            .or(() -> Optional.ofNullable(model.window()))
            .orElseThrow(
                () ->
                    RegattaException.user(
                        "The engine of "
                            + model.name()
                            + " does not tell its window (expected: max_sequence_length beside"
                            + " its tokenizer)"));
    return new Window(
        Tokenizer.of(given.file()),
        given.prefixToken().orElse(""),
        sequence,
        given.maxRequestLength().orElse(sequence),
        given.maxSequenceAndGeneratedTokensLength().orElse(Integer.MAX_VALUE));
  }
}
