package dev.regatta.protocol;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;

/**
 * How instances become prompts; fields, defaults and meaning are HELM's AdapterSpec.
 *
 * @param method one of {@link #METHODS}
 * @param instancePrefix the separator between the blocks of a prompt
 * @param referencePrefixCharacters explicit option labels; null for consecutive characters
 * @param substitutions regular expressions applied to the finished prompt, in order
 * @param maxTrainInstances shots
 * @param maxEvalInstances most evaluated instances; null for all
 * @param sampleTrain false takes consecutive slices of the train instances
 * @param random null or HELM's cache-busting string
 * @param evalSplits null for valid and test
 * @param outputMappingPattern regular expression that finds the answer in the completion, or null
 * @param chatParameters extra variables for the model's chat template, or null
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AdapterSpec(
    String method,
    String globalPrefix,
    String globalSuffix,
    String instructions,
    String inputPrefix,
    String inputSuffix,
    String referencePrefix,
    String referenceSuffix,
    List<String> referencePrefixCharacters,
    String chainOfThoughtPrefix,
    String chainOfThoughtSuffix,
    String outputPrefix,
    String outputSuffix,
    String instancePrefix,
    List<Substitution> substitutions,
    int maxTrainInstances,
    Integer maxEvalInstances,
    int numOutputs,
    int numTrainTrials,
    int numTrials,
    boolean sampleTrain,
    double temperature,
    int maxTokens,
    List<String> stopSequences,
    String random,
    boolean multiLabel,
    List<String> evalSplits,
    String outputMappingPattern,
    Map<String, Object> chatParameters) {

  /** A regular expression and its replacement, in Python's syntax. */
  public record Substitution(String source, String target) {}

  public static final String GENERATION = "generation";
  public static final String CHAT = "chat";
  public static final String LANGUAGE_MODELING = "language_modeling";
  public static final String MULTIPLE_CHOICE_JOINT = "multiple_choice_joint";
  public static final String MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT =
      "multiple_choice_joint_chain_of_thought";
  public static final String MULTIPLE_CHOICE_SEPARATE_ORIGINAL =
      "multiple_choice_separate_original";
  public static final String MULTIPLE_CHOICE_SEPARATE_CALIBRATED =
      "multiple_choice_separate_calibrated";
  public static final String RANKING_BINARY = "ranking_binary";

  /** Every method, by HELM's names. */
  public static final List<String> METHODS =
      List.of(
          GENERATION,
          CHAT,
          LANGUAGE_MODELING,
          MULTIPLE_CHOICE_JOINT,
          MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT,
          MULTIPLE_CHOICE_SEPARATE_ORIGINAL,
          MULTIPLE_CHOICE_SEPARATE_CALIBRATED,
          RANKING_BINARY);
}
