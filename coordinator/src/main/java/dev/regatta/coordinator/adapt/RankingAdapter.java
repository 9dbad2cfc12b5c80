package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One question per reference: does this passage answer the query? An example shows all its
 * references, right and wrong ones, as one block.
 */
record RankingAdapter(AdapterSpec spec, PromptAssembler assembler) implements Adapter {
  private static final String YES = "Yes";
  private static final String NO = "No";
  private static final String MODE = "original";

  @Override
  public List<Prompt> adapt(Instance eval, List<Instance> shots) {
    List<String> blocks = shots.stream().map(this::example).toList();
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < eval.references().size(); i++) {
      String question = question(eval, eval.references().get(i)) + assembler.openAnswer();
      prompts.add(Prompt.answering(assembler.assemble(blocks, question), i, MODE, null));
    }
    return prompts;
  }

  @Override
  public Decoding decoding(Prompt prompt, int repeat) {
    return Sampling.ofSpec(spec, repeat);
  }

  private String example(Instance shot) {
    return shot.references().stream()
        .map(passage -> question(shot, passage) + assembler.answer(passage.correct() ? YES : NO))
        .collect(Collectors.joining(spec.instancePrefix()));
  }

  private String question(Instance query, Reference passage) {
    return spec.referencePrefix()
        + passage.text()
        + spec.referenceSuffix()
        + assembler.input(query.input());
  }
}
