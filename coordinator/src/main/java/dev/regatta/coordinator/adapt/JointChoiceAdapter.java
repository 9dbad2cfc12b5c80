package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RequestKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One answer per instance that names one of the options listed in the prompt. */
final class JointChoiceAdapter implements Adapter {
  private final AdapterSpec spec;
  private final PromptAssembler assembler;
  private final String placeholder;

  JointChoiceAdapter(AdapterSpec spec, PromptAssembler assembler) {
    this.spec = spec;
    this.assembler = assembler;
    this.placeholder =
        spec.referencePrefix()
            .codePoints()
            .filter(Character::isLetterOrDigit)
            .mapToObj(Character::toString)
            .findFirst()
            .orElseThrow(
                () ->
                    RegattaException.user(
                        "reference_prefix: \""
                            + spec.referencePrefix()
                            + "\" (expected: a letter or digit in it, which becomes the label of"
                            + " the option)"));
  }

  @Override
  public List<Prompt> adapt(Instance eval, List<Instance> shots) {
    List<String> blocks = shots.stream().map(this::example).toList();
    PromptAssembler.Assembled prompt =
        assembler.assemble(blocks, question(eval) + assembler.openAnswer());
    Map<String, String> outputMapping = new LinkedHashMap<>();
    for (int i = 0; i < eval.references().size(); i++) {
      outputMapping.put(label(i), eval.references().get(i).text());
    }
    return List.of(
        new Prompt(
            RequestKind.GENERATE,
            prompt.text(),
            null,
            null,
            null,
            null,
            Collections.unmodifiableMap(outputMapping),
            prompt.trainInstances(),
            prompt.truncated()));
  }

  @Override
  public Decoding decoding(Prompt prompt, int repeat) {
    return Sampling.ofOption(spec, repeat);
  }

  private String example(Instance shot) {
    return question(shot) + assembler.answer(gold(shot));
  }

  private String question(Instance instance) {
    StringBuilder block = new StringBuilder(assembler.input(instance.input()));
    List<Reference> references = instance.references();
    for (int i = 0; i < references.size(); i++) {
      block
          .append(spec.referencePrefix().replace(placeholder, label(i)))
          .append(references.get(i).text())
          .append(spec.referenceSuffix());
    }
    return block.toString();
  }

  private String gold(Instance shot) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < shot.references().size(); i++) {
      if (shot.references().get(i).correct()) {
        labels.add(label(i));
      }
    }
    if (labels.isEmpty()) {
      return GenerationAdapter.NO_GOLD;
    }
    return spec.multiLabel()
        ? String.join(GenerationAdapter.GOLD_SEPARATOR, labels)
        : labels.get(0);
  }

  private String label(int option) {
    List<String> labels = spec.referencePrefixCharacters();
    if (labels == null) {
      return Character.toString(placeholder.codePointAt(0) + option);
    }
    if (option >= labels.size()) {
      throw RegattaException.user(
          "reference_prefix_characters: "
              + labels
              + " (expected: at least "
              + (option + 1)
              + " labels, as many as an instance has references)");
    }
    return labels.get(option);
  }
}
