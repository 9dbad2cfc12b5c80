package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.adapt.AdapterSpecBuilder;
import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.List;

/** The adapters that several run specs start from, beside those of {@link AdapterSpecs}. */
final class Adapters {
  static final String JOINT = AdapterSpec.MULTIPLE_CHOICE_JOINT;
  static final String JOINT_CHAIN_OF_THOUGHT = AdapterSpec.MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT;

  private static final List<String> CHOICE_METHODS =
      List.of(
          JOINT,
          JOINT_CHAIN_OF_THOUGHT,
          AdapterSpec.MULTIPLE_CHOICE_SEPARATE_ORIGINAL,
          AdapterSpec.MULTIPLE_CHOICE_SEPARATE_CALIBRATED);

  private Adapters() {}

  /** Multiple choice by the method that a run entry names; the separate ones ask no question. */
  static AdapterSpecBuilder choice(
      String method, String instructions, String inputNoun, String outputNoun) {
    return choice(method, instructions, inputNoun, outputNoun, false);
  }

  /**
   * @param emptyInput whether the instances have references alone
   */
  static AdapterSpecBuilder choice(
      String method, String instructions, String inputNoun, String outputNoun, boolean emptyInput) {
    if (!CHOICE_METHODS.contains(method)) {
      throw RegattaException.user("method: " + method + Suggestion.among(method, CHOICE_METHODS));
    }
    if (method.equals(JOINT) || method.equals(JOINT_CHAIN_OF_THOUGHT)) {
      return AdapterSpecs.multipleChoiceJoint(inputNoun, outputNoun)
          .method(method)
          .instructions(instructions);
    }
    boolean calibrated = method.equals(AdapterSpec.MULTIPLE_CHOICE_SEPARATE_CALIBRATED);
    return AdapterSpecs.multipleChoiceSeparate(calibrated, emptyInput);
  }
}
