package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import java.util.List;
import java.util.stream.Collectors;

/** One free answer per instance. */
record GenerationAdapter(AdapterSpec spec, PromptAssembler assembler) implements Adapter {
  static final String NO_GOLD = "n/a";
  static final String GOLD_SEPARATOR = ", ";

  @Override
  public List<Prompt> adapt(Instance eval, List<Instance> shots) {
    List<String> blocks = shots.stream().map(shot -> example(shot, spec, assembler)).toList();
    PromptAssembler.Assembled prompt =
        assembler.assemble(blocks, assembler.input(eval.input()) + assembler.openAnswer());
    return List.of(Prompt.answering(prompt, null, null, null));
  }

  @Override
  public Decoding decoding(Prompt prompt, int repeat) {
    return Sampling.ofSpec(spec, repeat);
  }

  /** The block of an example whose answer is the text of the correct reference. */
  static String example(Instance shot, AdapterSpec spec, PromptAssembler assembler) {
    return assembler.input(shot.input()) + assembler.answer(gold(shot, spec));
  }

  private static String gold(Instance shot, AdapterSpec spec) {
    List<Reference> correct = shot.allCorrect();
    if (correct.isEmpty()) {
      return NO_GOLD;
    }
    return correct.stream()
        .limit(spec.multiLabel() ? correct.size() : 1)
        .map(Reference::text)
        .collect(Collectors.joining(GOLD_SEPARATOR));
  }
}
