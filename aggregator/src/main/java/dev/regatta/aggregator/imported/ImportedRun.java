package dev.regatta.aggregator.imported;

import java.util.List;
import java.util.Set;

/**
 * A run that was not made here.
 *
 * @param recomputed metrics that are computed from the completions when it is scored
 */
public record ImportedRun(String name, Set<String> recomputed) {

  ImportedRun(String name, List<?> recomputed) {
    this(name, Set.copyOf(recomputed.stream().map(String.class::cast).toList()));
  }
}
