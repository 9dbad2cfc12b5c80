package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.util.Comparator;

/**
 * What a statistic was computed over: the fields of HELM's MetricName besides the name.
 *
 * @param subSplit null for none
 * @param perturbation its canonical JSON; null for the original instances
 */
public record Context(String split, String subSplit, String perturbation)
    implements Serializable, Comparable<Context> {
  private static final Comparator<String> NULLS_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());
  private static final Comparator<Context> ORDER =
      Comparator.comparing(Context::split, NULLS_FIRST)
          .thenComparing(Context::subSplit, NULLS_FIRST)
          .thenComparing(Context::perturbation, NULLS_FIRST);

  /** The same split under another perturbation. */
  public Context perturbed(String key) {
    return new Context(split, subSplit, key);
  }

  @Override
  public int compareTo(Context other) {
    return ORDER.compare(this, other);
  }
}
