package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import java.util.ArrayList;
import java.util.List;

/**
 * One scored text per reference; calibrated, also one that has the reference after a neutral input.
 */
record SeparateChoiceAdapter(AdapterSpec spec, PromptAssembler assembler, boolean calibrated)
    implements Adapter {
  private static final String NEUTRAL_INPUT = "Answer:";

  @Override
  public List<Prompt> adapt(Instance eval, List<Instance> shots) {
    List<String> blocks =
        shots.stream().map(shot -> GenerationAdapter.example(shot, spec, assembler)).toList();
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < eval.references().size(); i++) {
      String reference = eval.references().get(i).text();
      prompts.add(prompt(blocks, eval.input(), reference, i, "original"));
      if (calibrated) {
        prompts.add(prompt(List.of(), NEUTRAL_INPUT, reference, i, "calibration"));
      }
    }
    return prompts;
  }

  private Prompt prompt(
      List<String> blocks, String input, String reference, int index, String mode) {
    PromptAssembler.Assembled prompt =
        assembler.assemble(blocks, assembler.input(input) + assembler.answer(reference));
    // HELM counts the tokens of the reference after a blank, whatever the prompt has before it.
    return Prompt.scoring(prompt, " " + reference, index, mode);
  }

  @Override
  public Decoding decoding(Prompt prompt, int repeat) {
    return Sampling.ofScore(repeat);
  }
}
