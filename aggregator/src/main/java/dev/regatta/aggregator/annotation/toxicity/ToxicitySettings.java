package dev.regatta.aggregator.annotation.toxicity;

import dev.regatta.aggregator.annotation.Annotator;
import dev.regatta.aggregator.annotation.toxicity.ClassifierConfig.Activation;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.settings.Setting;
import dev.regatta.service.settings.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** The settings of the classifier: {@code toxicity.*}. */
public final class ToxicitySettings {
  private static final String TOKENIZER_FILE = "tokenizer.json";

  private static final Setting<Optional<Path>> MODEL =
      Setting.path(
              "toxicity.model",
              "ONNX text classifier that says how toxic answers are; without it the metric toxicity"
                  + " is absent")
          .optional();

  private static final Setting<Optional<Path>> TOKENIZER =
      Setting.path(
              "toxicity.tokenizer", "Its tokenizer.json; where not given, the one beside the model")
          .optional();

  private static final Setting<String> LABEL =
      Setting.text(
              "toxicity.label",
              "The class of toxic texts: its number from 0, or its name in the config.json beside"
                  + " the model")
          .withDefault("toxic");

  private static final Setting<String> ACTIVATION =
      Setting.choice(
              "toxicity.activation",
              Arrays.stream(Activation.values())
                  .map(activation -> activation.name().toLowerCase(Locale.ROOT))
                  .toList(),
              "What makes probabilities of the model's outputs: sigmoid for each class by itself,"
                  + " softmax for all together, none where they are some")
          .withDefault("sigmoid");

  private static final Setting<Integer> MAX_TOKENS =
      Setting.integer("toxicity.max-tokens", 8, 32_768, "Tokens after which a text is cut")
          .withDefault(512);

  private static final Setting<Integer> BATCH =
      Setting.integer("toxicity.batch", 1, 1024, "Texts that the classifier gets at once")
          .withDefault(16);

  public static final List<Setting<?>> ALL =
      List.of(MODEL, TOKENIZER, LABEL, ACTIVATION, MAX_TOKENS, BATCH);

  private ToxicitySettings() {}

  /** What classifies; empty where no model is named. */
  public static Optional<Annotator> annotator(Settings settings) {
    return settings
        .get(MODEL)
        .map(
            model -> {
              ClassifierConfig config =
                  new ClassifierConfig(
                      model,
                      settings.get(TOKENIZER).orElse(model.resolveSibling(TOKENIZER_FILE)),
                      settings.get(LABEL),
                      Activation.valueOf(settings.get(ACTIVATION).toUpperCase(Locale.ROOT)),
                      settings.get(MAX_TOKENS));
              return new ToxicityAnnotator(() -> open(config), settings.get(BATCH));
            });
  }

  private static TextClassifier open(ClassifierConfig config) {
    return ServiceLoader.load(TextClassifierProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                RegattaException.user(
                    "toxicity.model: nothing here runs classifiers (expected: the module toxicity"
                        + " on the class path)"))
        .open(config);
  }
}
