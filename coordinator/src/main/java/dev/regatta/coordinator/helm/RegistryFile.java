package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.config.Key;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The three files of HELM's model registry, all of which may hold any of the three lists. */
record RegistryFile(
    @Key("What is known of each model") List<Model> models,
    @Key("Where each model is served") List<Deployment> modelDeployments,
    @Key("Tokenizers") List<TokenizerConfig> tokenizerConfigs) {

  /** Of {@code model_metadata.yaml}. */
  record Model(
      @Key(value = "Creator and model", required = true) String name,
      @Key("Name in tables") Optional<String> displayName,
      @Key("Markdown") Optional<String> description,
      @Key("Who made it") Optional<String> creatorOrganizationName,
      @Key("open, limited or closed") Optional<String> access,
      @Key("Date") Optional<String> releaseDate,
      @Key("Number of weights") Optional<Double> numParameters,
      @Key("Paper or page") Optional<String> url,
      @Key("Whether it is not offered any more") boolean deprecated,
      @Key("What it can do and how it is asked") List<String> tags) {
    /** What HELM takes a model for of which it knows a deployment alone. */
    static Model unknown(String name) {
      return new Model(
          name,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          List.of("TEXT_MODEL_TAG", "FULL_FUNCTIONALITY_TEXT_MODEL_TAG"));
    }
  }

  /** Of {@code model_deployments.yaml}. */
  record Deployment(
      @Key(value = "Host and model", required = true) String name,
      @Key("Name of the model; the deployment's where absent") Optional<String> modelName,
      @Key("Name of the tokenizer; the model's where absent") Optional<String> tokenizerName,
      @Key("Most tokens that the model reads") Optional<Integer> maxSequenceLength,
      @Key("Most tokens of prompt and answer; the former where absent")
          Optional<Integer> maxRequestLength,
      @Key("Further limit of prompt and answer together")
          Optional<Integer> maxSequenceAndGeneratedTokensLength,
      @Key("Whether it is not offered any more") boolean deprecated,
      @Key("Who asks the model") HelmClass clientSpec,
      @Key("Who fits prompts to the window") HelmClass windowServiceSpec) {

    String model() {
      return modelName.orElse(name);
    }
  }

  /** Of {@code tokenizer_configs.yaml}. */
  record TokenizerConfig(
      @Key(value = "Name", required = true) String name,
      @Key("Who tokenizes") HelmClass tokenizerSpec,
      @Key("Text of the token that ends a text") Optional<String> endOfTextToken,
      @Key("Text of the token that starts one") Optional<String> prefixToken) {}

  /** A class of HELM's with its arguments. */
  record HelmClass(
      @Key("Dotted name") Optional<String> className, @Key("Arguments") Map<String, Object> args) {}
}
