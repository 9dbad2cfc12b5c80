package dev.regatta.coordinator.adapt;

import dev.regatta.protocol.AdapterSpec;
import java.util.List;

/** The parameter sets from which most of HELM's run specs start. */
public final class AdapterSpecs {
  private AdapterSpecs() {}

  /** HELM's defaults of an AdapterSpec: temperature 1, five answers, five shots. */
  public static AdapterSpecBuilder defaults(String method) {
    return new AdapterSpecBuilder().method(method);
  }

  /**
   * A short answer that ends with its line.
   *
   * @param inputNoun such as {@code Question}; null for no prefix
   * @param outputNoun such as {@code Answer}; null for no prefix
   */
  public static AdapterSpecBuilder generation(String inputNoun, String outputNoun) {
    return defaults(AdapterSpec.GENERATION)
        .inputPrefix(noun(inputNoun))
        .outputPrefix(noun(outputNoun))
        .numOutputs(1)
        .maxTokens(5)
        .temperature(0)
        .stopSequences(List.of("\n"));
  }

  /** The continuation of a bare text. */
  public static AdapterSpecBuilder completion() {
    return bare(AdapterSpec.GENERATION).maxTokens(100).temperature(0);
  }

  /** The instance's own messages, answered greedily. */
  public static AdapterSpecBuilder chat() {
    return bare(AdapterSpec.CHAT).inputSuffix("\n").outputSuffix("\n").temperature(0);
  }

  /** All options in the prompt, the answer is a letter of one token. */
  public static AdapterSpecBuilder multipleChoiceJoint(String inputNoun, String outputNoun) {
    return defaults(AdapterSpec.MULTIPLE_CHOICE_JOINT)
        .inputPrefix(noun(inputNoun))
        .inputSuffix(inputNoun == null ? "" : "\n")
        .outputPrefix(noun(outputNoun))
        .maxTokens(1)
        .temperature(0)
        .stopSequences(List.of("\n"));
  }

  /** The same, and the examples show how the answer is found. */
  public static AdapterSpecBuilder multipleChoiceJointChainOfThought(
      String inputNoun, String outputNoun) {
    return multipleChoiceJoint(inputNoun, outputNoun)
        .method(AdapterSpec.MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT)
        .maxTokens(5);
  }

  /** The likelihood of whole texts. */
  public static AdapterSpecBuilder languageModeling() {
    return bare(AdapterSpec.LANGUAGE_MODELING).maxTokens(0).temperature(0);
  }

  /**
   * Whether a passage answers a query, one question per passage.
   *
   * @param question the line that asks for it, without its line end
   */
  public static AdapterSpecBuilder rankingBinary(String question) {
    return defaults(AdapterSpec.RANKING_BINARY)
        .inputPrefix("Query: ")
        .referencePrefix("Passage: ")
        .outputPrefix(question + "\nAnswer: ")
        .maxTrainInstances(2)
        .numOutputs(1)
        .maxTokens(5)
        .temperature(0)
        .stopSequences(List.of("\n"));
  }

  /**
   * One scored text per option.
   *
   * @param calibrated whether the option's probability after a neutral input is taken off
   * @param emptyInput whether the instances have references alone, with no input before them
   */
  public static AdapterSpecBuilder multipleChoiceSeparate(boolean calibrated, boolean emptyInput) {
    return bare(calibrated
            ? AdapterSpec.MULTIPLE_CHOICE_SEPARATE_CALIBRATED
            : AdapterSpec.MULTIPLE_CHOICE_SEPARATE_ORIGINAL)
        .outputPrefix(emptyInput ? "" : " ")
        .maxTokens(0)
        .temperature(0);
  }

  private static AdapterSpecBuilder bare(String method) {
    return defaults(method)
        .inputPrefix("")
        .inputSuffix("")
        .outputPrefix("")
        .outputSuffix("")
        .maxTrainInstances(0)
        .numOutputs(1);
  }

  private static String noun(String noun) {
    return noun == null ? "" : noun + ": ";
  }
}
