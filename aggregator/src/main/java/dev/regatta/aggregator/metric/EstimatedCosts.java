package dev.regatta.aggregator.metric;

import dev.regatta.aggregator.metric.RuntimeProfiles.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a request would take by the profiles of its model, where the user has any. */
final class EstimatedCosts {
  private final Map<String, ToDoubleFunction<Answer>> columns = new LinkedHashMap<>();

  EstimatedCosts(RuntimeProfiles profiles, String model) {
    add("inference_denoised_runtime", profiles.denoised().get(model));
    add("inference_idealized_runtime", profiles.idealized().get(model));
    profiles
        .trainingCost("carbon", model)
        .ifPresent(cost -> columns.put("training_co2_cost", answer -> cost));
    profiles
        .trainingCost("energy", model)
        .ifPresent(cost -> columns.put("training_energy_cost", answer -> cost));
  }

  private void add(String name, Profile profile) {
    if (profile != null) {
      columns.put(
          name, answer -> profile.seconds(answer.promptTokens(), answer.completionTokens()));
    }
  }

  List<String> names() {
    return new ArrayList<>(columns.keySet());
  }

  void write(Answer answer, double[] row, int column) {
    int at = column;
    for (ToDoubleFunction<Answer> function : columns.values()) {
      row[at++] = function.applyAsDouble(answer);
    }
  }
}
