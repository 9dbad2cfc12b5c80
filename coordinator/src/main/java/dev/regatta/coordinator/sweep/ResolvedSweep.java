package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.sweep.SweepFile.ModelTokenizer;
import dev.regatta.protocol.RunSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sweep file with everything decided: every run of every model.
 *
 * @param name of the sweep
 * @param runs by scenario, then adapter, then model, in the order of the file
 * @param files the sweep file itself, and the scenario files and tokenizers that it names
 */
public record ResolvedSweep(
    String name,
    List<ModelSpec> models,
    List<Run> runs,
    SweepFile.Budget budget,
    int priority,
    List<Path> files) {

  /**
   * A run and where its instances come from.
   *
   * @param scenario shared by the runs of other models and adapters on it
   */
  public record Run(RunSpec spec, Scenario scenario) {}

  /**
   * A model.
   *
   * @param name unique in the sweep
   * @param runtime {@code llamacpp}, {@code openai} or {@code simulated}
   * @param sources places of its file, tried in order, local paths absolute; empty for models
   *     without one
   * @param options settings of the engine, defaults filled in, by the keys of the file
   * @param tokenizer what prompts are fitted by, its file's path absolute
   * @param acceptLicense where present, the terms must be accepted before a fetch; true where they
   *     are accepted in the file
   */
  public record ModelSpec(
      String name,
      String runtime,
      List<Source> sources,
      Optional<String> license,
      Optional<String> licenseUrl,
      Optional<String> origin,
      Optional<Boolean> acceptLicense,
      Map<String, Object> options,
      Optional<ModelTokenizer> tokenizer,
      Price price) {}

  /**
   * A place of a model's file.
   *
   * @param parts sources whose files, joined in order, are the model's file; mostly one
   * @param sha256 of the joined file
   */
  public record Source(List<String> parts, Optional<String> sha256) {}

  /** What requests cost, in the user's currency, as far as it was given. */
  public record Price(
      Optional<Double> perMillionPromptTokens,
      Optional<Double> perMillionCompletionTokens,
      Optional<Double> perHour) {}
}
