package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.PythonPattern;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One answer per instance that names one of the options listed in the prompt; with chain of thought
 * the examples reason before they answer, and answer with the whole prefix of the option.
 */
final class JointChoiceAdapter implements Adapter {
  private static final String REASONING = "chain_of_thought";

  private final AdapterSpec spec;
  private final PromptAssembler assembler;
  private final boolean chainOfThought;
  private final String placeholder;

  JointChoiceAdapter(AdapterSpec spec, PromptAssembler assembler, boolean chainOfThought) {
    this.chainOfThought = chainOfThought;
    this.spec = spec;
    this.assembler = assembler;
    if (spec.outputMappingPattern() != null) {
      // Used when answers are scored; a wrong one must not cost the answers first.
      PythonPattern.compile("output_mapping_pattern:", spec.outputMappingPattern());
    }
    this.placeholder =
        spec.referencePrefix()
            .codePoints()
            .filter(JointChoiceAdapter::isAlphanumeric)
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
        Prompt.answering(prompt, null, null, Collections.unmodifiableMap(outputMapping)));
  }

  @Override
  public Decoding decoding(Prompt prompt, int repeat) {
    return Sampling.ofOption(spec, repeat);
  }

  private String example(Instance shot) {
    return question(shot) + assembler.answer(reasoning(shot) + gold(shot));
  }

  private String reasoning(Instance shot) {
    return chainOfThought
        ? spec.chainOfThoughtPrefix()
            + Objects.toString(shot.extra().get(REASONING), "")
            + spec.chainOfThoughtSuffix()
        : "";
  }

  private String question(Instance instance) {
    StringBuilder block = new StringBuilder(assembler.input(instance.input()));
    List<Reference> references = instance.references();
    for (int i = 0; i < references.size(); i++) {
      block.append(prefix(i)).append(references.get(i).text()).append(spec.referenceSuffix());
    }
    return block.toString();
  }

  private String gold(Instance shot) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < shot.references().size(); i++) {
      if (shot.references().get(i).correct()) {
        labels.add(chainOfThought ? prefix(i) : label(i));
      }
    }
    if (labels.isEmpty()) {
      return GenerationAdapter.NO_GOLD;
    }
    return spec.multiLabel()
        ? String.join(GenerationAdapter.GOLD_SEPARATOR, labels)
        : labels.get(0);
  }

  private String prefix(int option) {
    return spec.referencePrefix().replace(placeholder, label(option));
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

  /** Python's {@code str.isalnum}, which knows numbers such as a circled one too. */
  private static boolean isAlphanumeric(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }
}
