package dev.regatta.coordinator.adapt;

import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.AdapterSpec.Substitution;
import java.util.List;
import java.util.Map;

/**
 * Builds an {@link AdapterSpec}, whose fields it has one to one; what is not set keeps HELM's
 * default.
 */
public final class AdapterSpecBuilder {
  private String method = "";
  private String globalPrefix = "";
  private String globalSuffix = "";
  private String instructions = "";
  private String inputPrefix = "Input: ";
  private String inputSuffix = "\n";
  private String referencePrefix = "A. ";
  private String referenceSuffix = "\n";
  private List<String> referencePrefixCharacters;
  private String chainOfThoughtPrefix = "";
  private String chainOfThoughtSuffix = "\n";
  private String outputPrefix = "Output: ";
  private String outputSuffix = "\n";
  private String instancePrefix = "\n";
  private List<Substitution> substitutions = List.of();
  private int maxTrainInstances = 5;
  private Integer maxEvalInstances;
  private int numOutputs = 5;
  private int numTrainTrials = 1;
  private int numTrials = 1;
  private boolean sampleTrain = true;
  private double temperature = 1;
  private int maxTokens = 100;
  private List<String> stopSequences = List.of();
  private String random;
  private boolean multiLabel;
  private List<String> evalSplits;
  private String outputMappingPattern;
  private Map<String, Object> chatParameters;

  AdapterSpecBuilder() {}

  /** Starts from a finished spec. */
  public static AdapterSpecBuilder from(AdapterSpec spec) {
    AdapterSpecBuilder builder = new AdapterSpecBuilder();
    builder.method = spec.method();
    builder.globalPrefix = spec.globalPrefix();
    builder.globalSuffix = spec.globalSuffix();
    builder.instructions = spec.instructions();
    builder.inputPrefix = spec.inputPrefix();
    builder.inputSuffix = spec.inputSuffix();
    builder.referencePrefix = spec.referencePrefix();
    builder.referenceSuffix = spec.referenceSuffix();
    builder.referencePrefixCharacters = spec.referencePrefixCharacters();
    builder.chainOfThoughtPrefix = spec.chainOfThoughtPrefix();
    builder.chainOfThoughtSuffix = spec.chainOfThoughtSuffix();
    builder.outputPrefix = spec.outputPrefix();
    builder.outputSuffix = spec.outputSuffix();
    builder.instancePrefix = spec.instancePrefix();
    builder.substitutions = spec.substitutions();
    builder.maxTrainInstances = spec.maxTrainInstances();
    builder.maxEvalInstances = spec.maxEvalInstances();
    builder.numOutputs = spec.numOutputs();
    builder.numTrainTrials = spec.numTrainTrials();
    builder.numTrials = spec.numTrials();
    builder.sampleTrain = spec.sampleTrain();
    builder.temperature = spec.temperature();
    builder.maxTokens = spec.maxTokens();
    builder.stopSequences = spec.stopSequences();
    builder.random = spec.random();
    builder.multiLabel = spec.multiLabel();
    builder.evalSplits = spec.evalSplits();
    builder.outputMappingPattern = spec.outputMappingPattern();
    builder.chatParameters = spec.chatParameters();
    return builder;
  }

  public AdapterSpec build() {
    return new AdapterSpec(
        method,
        globalPrefix,
        globalSuffix,
        instructions,
        inputPrefix,
        inputSuffix,
        referencePrefix,
        referenceSuffix,
        referencePrefixCharacters,
        chainOfThoughtPrefix,
        chainOfThoughtSuffix,
        outputPrefix,
        outputSuffix,
        instancePrefix,
        substitutions,
        maxTrainInstances,
        maxEvalInstances,
        numOutputs,
        numTrainTrials,
        numTrials,
        sampleTrain,
        temperature,
        maxTokens,
        stopSequences,
        random,
        multiLabel,
        evalSplits,
        outputMappingPattern,
        chatParameters);
  }

  public AdapterSpecBuilder method(String value) {
    method = value;
    return this;
  }

  public AdapterSpecBuilder globalPrefix(String value) {
    globalPrefix = value;
    return this;
  }

  public AdapterSpecBuilder globalSuffix(String value) {
    globalSuffix = value;
    return this;
  }

  /** Instructions with the line end that HELM's helpers put after them; none after empty ones. */
  public AdapterSpecBuilder instructions(String value) {
    return rawInstructions(value.isEmpty() ? value : value + "\n");
  }

  /** Instructions exactly as they are. */
  public AdapterSpecBuilder rawInstructions(String value) {
    instructions = value;
    return this;
  }

  public AdapterSpecBuilder inputPrefix(String value) {
    inputPrefix = value;
    return this;
  }

  public AdapterSpecBuilder inputSuffix(String value) {
    inputSuffix = value;
    return this;
  }

  public AdapterSpecBuilder referencePrefix(String value) {
    referencePrefix = value;
    return this;
  }

  public AdapterSpecBuilder referenceSuffix(String value) {
    referenceSuffix = value;
    return this;
  }

  public AdapterSpecBuilder referencePrefixCharacters(List<String> value) {
    referencePrefixCharacters = value;
    return this;
  }

  public AdapterSpecBuilder chainOfThoughtPrefix(String value) {
    chainOfThoughtPrefix = value;
    return this;
  }

  public AdapterSpecBuilder chainOfThoughtSuffix(String value) {
    chainOfThoughtSuffix = value;
    return this;
  }

  public AdapterSpecBuilder outputPrefix(String value) {
    outputPrefix = value;
    return this;
  }

  public AdapterSpecBuilder outputSuffix(String value) {
    outputSuffix = value;
    return this;
  }

  public AdapterSpecBuilder instancePrefix(String value) {
    instancePrefix = value;
    return this;
  }

  public AdapterSpecBuilder substitutions(List<Substitution> value) {
    substitutions = value;
    return this;
  }

  public AdapterSpecBuilder maxTrainInstances(int value) {
    maxTrainInstances = value;
    return this;
  }

  public AdapterSpecBuilder maxEvalInstances(Integer value) {
    maxEvalInstances = value;
    return this;
  }

  public AdapterSpecBuilder numOutputs(int value) {
    numOutputs = value;
    return this;
  }

  public AdapterSpecBuilder numTrainTrials(int value) {
    numTrainTrials = value;
    return this;
  }

  public AdapterSpecBuilder numTrials(int value) {
    numTrials = value;
    return this;
  }

  public AdapterSpecBuilder sampleTrain(boolean value) {
    sampleTrain = value;
    return this;
  }

  public AdapterSpecBuilder temperature(double value) {
    temperature = value;
    return this;
  }

  public AdapterSpecBuilder maxTokens(int value) {
    maxTokens = value;
    return this;
  }

  public AdapterSpecBuilder stopSequences(List<String> value) {
    stopSequences = value;
    return this;
  }

  public AdapterSpecBuilder random(String value) {
    random = value;
    return this;
  }

  public AdapterSpecBuilder multiLabel(boolean value) {
    multiLabel = value;
    return this;
  }

  public AdapterSpecBuilder evalSplits(List<String> value) {
    evalSplits = value;
    return this;
  }

  public AdapterSpecBuilder outputMappingPattern(String value) {
    outputMappingPattern = value;
    return this;
  }

  public AdapterSpecBuilder chatParameters(Map<String, Object> value) {
    chatParameters = value;
    return this;
  }
}
