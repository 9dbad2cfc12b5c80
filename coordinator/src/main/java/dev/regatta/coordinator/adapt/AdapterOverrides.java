package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.config.Key;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.AdapterSpec.Substitution;
import dev.regatta.protocol.RegattaException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Some settings of an adapter: what is given replaces what lies below, the rest is left. The
 * components are those of {@link AdapterSpec}, by the same names.
 */
public record AdapterOverrides(
    @Key(
            value = "How an instance becomes requests",
            oneOf = {
              AdapterSpec.GENERATION,
              AdapterSpec.CHAT,
              AdapterSpec.LANGUAGE_MODELING,
              AdapterSpec.MULTIPLE_CHOICE_JOINT,
              AdapterSpec.MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT,
              AdapterSpec.MULTIPLE_CHOICE_SEPARATE_ORIGINAL,
              AdapterSpec.MULTIPLE_CHOICE_SEPARATE_CALIBRATED,
              AdapterSpec.RANKING_BINARY
            })
        Optional<String> method,
    @Key("Text before the whole prompt") Optional<String> globalPrefix,
    @Key("Text after the whole prompt") Optional<String> globalSuffix,
    @Key("First block of the prompt") Optional<String> instructions,
    @Key("Text before each input") Optional<String> inputPrefix,
    @Key("Text after each input") Optional<String> inputSuffix,
    @Key("Text before each option; its first letter or digit stands for the option's label")
        Optional<String> referencePrefix,
    @Key("Text after each option") Optional<String> referenceSuffix,
    @Key("Labels of the options, where they are not consecutive letters")
        Optional<List<String>> referencePrefixCharacters,
    @Key("Text before the worked reasoning of an example") Optional<String> chainOfThoughtPrefix,
    @Key("Text after the worked reasoning of an example") Optional<String> chainOfThoughtSuffix,
    @Key("Text before each answer") Optional<String> outputPrefix,
    @Key("Text after each answer") Optional<String> outputSuffix,
    @Key("Text between the blocks of a prompt") Optional<String> instancePrefix,
    @Key("Regular expressions and their replacements, applied to the finished prompt in order")
        Optional<List<Substitution>> substitutions,
    @Key(value = "Examples in the prompt (shots)", min = 0) Optional<Integer> maxTrainInstances,
    @Key(value = "Most instances that are evaluated", min = 1) Optional<Integer> maxEvalInstances,
    @Key(value = "Answers per request; for joint multiple choice, alternatives per token", min = 1)
        Optional<Integer> numOutputs,
    @Key(value = "Repetitions with other examples in the prompt", min = 1)
        Optional<Integer> numTrainTrials,
    @Key(value = "Repetitions of the same requests", min = 1) Optional<Integer> numTrials,
    @Key("Whether examples are drawn at random; false takes consecutive ones")
        Optional<Boolean> sampleTrain,
    @Key(value = "Sampling temperature; 0 takes the most likely token", min = 0)
        Optional<Double> temperature,
    @Key(value = "Most tokens of an answer", min = 0) Optional<Integer> maxTokens,
    @Key("Texts that end an answer") Optional<List<String>> stopSequences,
    @Key("A text that makes requests distinct from equal ones of other runs")
        Optional<String> random,
    @Key("Whether the answer of an example is all correct references") Optional<Boolean> multiLabel,
    @Key("Splits that are evaluated, where not valid and test") Optional<List<String>> evalSplits,
    @Key("Regular expression that finds the label in an answer to multiple choice")
        Optional<String> outputMappingPattern,
    @Key("Further variables of the model's chat template")
        Optional<Map<String, Object>> chatParameters) {

  private static final RecordComponent[] SETTINGS = AdapterOverrides.class.getRecordComponents();

  /** Nothing set. */
  public static final AdapterOverrides NONE =
      make(AdapterOverrides.class, Collections.nCopies(SETTINGS.length, Optional.empty()));

  /** These settings; where one is not given, that of {@code lower}. */
  public AdapterOverrides over(AdapterOverrides lower) {
    return make(
        AdapterOverrides.class,
        Arrays.stream(SETTINGS)
            .map(setting -> value(setting, this).or(() -> value(setting, lower)))
            .toList());
  }

  /** The spec with these settings in place of its own. */
  public AdapterSpec applyTo(AdapterSpec base) {
    Map<String, Optional<Object>> given =
        Arrays.stream(SETTINGS)
            .collect(Collectors.toMap(RecordComponent::getName, setting -> value(setting, this)));
    return make(
        AdapterSpec.class,
        Arrays.stream(AdapterSpec.class.getRecordComponents())
            .map(field -> given.get(field.getName()).orElseGet(() -> read(field, base)))
            .toList());
  }

  /** These settings with another {@code max_eval_instances}. */
  public AdapterOverrides withMaxEvalInstances(int most) {
    return make(
        AdapterOverrides.class,
        Arrays.stream(SETTINGS)
            .map(
                setting ->
                    setting.getName().equals("maxEvalInstances")
                        ? Optional.of(most)
                        : value(setting, this))
            .toList());
  }

  /** These settings with their prompt texts changed, for instance to fill in parameters. */
  public AdapterOverrides mapTexts(UnaryOperator<String> change) {
    AdapterOverrides texts = this;
    return make(
        AdapterOverrides.class,
        Arrays.stream(SETTINGS)
            .map(
                setting ->
                    value(setting, texts)
                        .map(set -> set instanceof String text ? change.apply(text) : set))
            .toList());
  }

  @SuppressWarnings("unchecked")
  private static Optional<Object> value(RecordComponent setting, AdapterOverrides overrides) {
    return (Optional<Object>) read(setting, overrides);
  }

  private static Object read(RecordComponent component, Object holder) {
    try {
      return component.getAccessor().invoke(holder);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw RegattaException.internal("Cannot read " + component.getName(), e);
    }
  }

  private static <T> T make(Class<T> type, List<?> values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw RegattaException.internal("Cannot make a " + type.getSimpleName(), e);
    }
  }
}
