package dev.regatta.coordinator.adapt;

import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import java.util.List;

/** The decoding parameters of HELM's requests. */
final class Sampling {
  private Sampling() {}

  /** Answers in words: everything as the spec says. */
  static Decoding ofSpec(AdapterSpec spec, int repeat) {
    return new Decoding(
        spec.temperature(),
        1,
        spec.maxTokens(),
        spec.stopSequences(),
        spec.numOutputs(),
        1,
        0,
        0,
        random(spec.random(), repeat));
  }

  /**
   * One answer that names an option, with its closest rivals; no stop sequences whatever the spec
   * says.
   */
  static Decoding ofOption(AdapterSpec spec, int repeat) {
    return new Decoding(
        spec.temperature(),
        1,
        spec.maxTokens(),
        List.of(),
        1,
        spec.numOutputs(),
        0,
        0,
        random(spec.random(), repeat));
  }

  /** No answer at all: the prompt is scored. HELM leaves the spec's {@code random} out here. */
  static Decoding ofScore(int repeat) {
    return new Decoding(0, 1, 0, List.of(), 1, 1, 0, 0, random(null, repeat));
  }

  private static String random(String first, int repeat) {
    return repeat == 0 ? first : Integer.toString(repeat);
  }
}
