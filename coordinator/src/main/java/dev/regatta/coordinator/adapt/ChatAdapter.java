package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.RegattaException;
import java.util.List;

/** The instance's own messages: no examples, nothing cut. */
record ChatAdapter(AdapterSpec spec) implements Adapter {

  @Override
  public List<Prompt> adapt(Instance eval, List<Instance> shots) {
    if (eval.messages() == null) {
      throw RegattaException.user(
          "Instance " + eval.id() + " has no messages, which adaptation method chat needs");
    }
    return List.of(Prompt.chat(eval.messages()));
  }

  @Override
  public Decoding decoding(Prompt prompt, int repeat) {
    return Sampling.ofSpec(spec, repeat);
  }
}
