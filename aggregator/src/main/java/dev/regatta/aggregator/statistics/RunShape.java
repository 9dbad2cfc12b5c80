package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.util.List;

/**
 * What the aggregation needs to know of a run.
 *
 * @param name seeds the bootstrap
 * @param metrics names of the score columns
 * @param requestsPerInstance whether an instance may have several requests
 * @param perturbed whether instances have perturbed copies
 * @param repeated whether instances recur over trials
 * @param likelihoodOnly whether there is nothing but the likelihood of texts; it has no worst cases
 */
public record RunShape(
    String name,
    List<String> metrics,
    boolean requestsPerInstance,
    boolean perturbed,
    boolean repeated,
    boolean likelihoodOnly)
    implements Serializable {

  /** Of a run whose instances are answered. */
  public RunShape(
      String name,
      List<String> metrics,
      boolean requestsPerInstance,
      boolean perturbed,
      boolean repeated) {
    this(name, metrics, requestsPerInstance, perturbed, repeated, false);
  }

  public RunShape {
    metrics = List.copyOf(metrics);
  }

  /** Whether several rows of the store belong to one instance id. */
  public boolean grouped() {
    return requestsPerInstance || perturbed || repeated;
  }

  /**
   * Whether worst cases differ from the plain values. Where they do not, they are copied at the
   * end.
   */
  boolean worstCases() {
    return !likelihoodOnly && (requestsPerInstance || perturbed);
  }

  /** Whether the worst cases are the plain values. */
  boolean copiesWorstCases() {
    return !likelihoodOnly && !worstCases();
  }

  boolean clustered() {
    return requestsPerInstance || repeated;
  }

  /** HELM derives calibration from generated answers only. */
  boolean calibrated() {
    return !requestsPerInstance && confidence() >= 0 && correctness() >= 0;
  }

  int confidence() {
    return metrics.indexOf("max_prob");
  }

  int correctness() {
    return metrics.indexOf("exact_match");
  }
}
