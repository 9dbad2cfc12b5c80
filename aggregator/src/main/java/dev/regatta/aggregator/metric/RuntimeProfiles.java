package dev.regatta.aggregator.metric;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Estimated run times and training costs of models, from files in HELM's layout: {@code
 * inference_denoised_runtimes.json}, {@code inference_idealized_runtimes.json}, {@code
 * training_efficiency.json}. HELM's own hold models of 2022 and before; a user's may hold any.
 */
record RuntimeProfiles(
    Map<String, Profile> denoised,
    Map<String, Profile> idealized,
    Map<String, Map<String, Cost>> training) {
  static final RuntimeProfiles NONE = new RuntimeProfiles(Map.of(), Map.of(), Map.of());

  /** A training cost with the source of the number. */
  record Cost(double value, String description) {}

  /**
   * Measured run times of a model.
   *
   * @param perOutputToken seconds
   * @param forPromptTokens seconds by length of the prompt
   * @param overhead seconds of every request
   */
  record Profile(
      @JsonProperty("runtime_per_output_token") double perOutputToken,
      @JsonProperty("runtime_for_prompt_tokens") NavigableMap<Integer, Double> forPromptTokens,
      @JsonProperty("overhead") double overhead) {

    public Profile {
      if (forPromptTokens == null || forPromptTokens.isEmpty() || forPromptTokens.firstKey() < 1) {
        throw new IllegalArgumentException(
            "runtime_for_prompt_tokens: "
                + forPromptTokens
                + " (expected: seconds by the length of a prompt, from 1 token)");
      }
    }

    /** The estimate: proportional to the prompt up to the next measured length. */
    double seconds(int promptTokens, int outputTokens) {
      Map.Entry<Integer, Double> measured = forPromptTokens.ceilingEntry(promptTokens);
      if (measured == null) {
        measured = forPromptTokens.lastEntry();
      }
      double prompt = measured.getValue() * ((double) promptTokens / measured.getKey());
      return prompt + perOutputToken * Math.max(0, outputTokens - 1) + overhead;
    }
  }

  static RuntimeProfiles of(Path directory) {
    TypeReference<Map<String, Profile>> profiles = new TypeReference<>() {};
    TypeReference<Map<String, Map<String, Cost>>> costs = new TypeReference<>() {};
    return new RuntimeProfiles(
        MetricResources.read(directory.resolve("inference_denoised_runtimes.json"), profiles)
            .orElse(Map.of()),
        MetricResources.read(directory.resolve("inference_idealized_runtimes.json"), profiles)
            .orElse(Map.of()),
        MetricResources.read(directory.resolve("training_efficiency.json"), costs)
            .orElse(Map.of()));
  }

  /** Energy in MWh ({@code energy}) or emissions in tonnes ({@code carbon}) of a training. */
  Optional<Double> trainingCost(String kind, String model) {
    return Optional.ofNullable(training.getOrDefault(kind, Map.of()).get(model)).map(Cost::value);
  }
}
