package dev.regatta.protocol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * HELM's PerturbationDescription: what was done to an instance, and over what a statistic was
 * computed.
 *
 * @param computedOn {@code original}, {@code perturbed} or {@code worst}
 * @param seed index of the repeat, null for the first
 * @param parameters the perturbation's own settings, flat in the JSON, sorted by name
 */
@JsonPropertyOrder({"name", "robustness", "fairness", "computed_on", "seed"})
public record Perturbation(
    String name,
    boolean robustness,
    boolean fairness,
    @JsonProperty("computed_on") String computedOn,
    Integer seed,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> parameters) {

  public static final String ORIGINAL = "original";
  public static final String PERTURBED = "perturbed";
  public static final String WORST = "worst";

  public Perturbation {
    parameters = parameters == null ? Map.of() : new TreeMap<>(parameters);
  }

  /** The same perturbation, statistics computed over {@code over}. */
  public Perturbation computedOn(String over) {
    return new Perturbation(name, robustness, fairness, over, seed, parameters);
  }

  /** The canonical text under which perturbed instances are stored and joined. */
  public String key() {
    return Json.text(this);
  }

  public static Perturbation ofKey(String key) {
    return Json.read(key, Perturbation.class);
  }
}
