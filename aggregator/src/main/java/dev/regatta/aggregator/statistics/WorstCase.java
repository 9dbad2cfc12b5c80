package dev.regatta.aggregator.statistics;

import dev.regatta.protocol.Perturbation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * HELM's perturbation statistics of one instance. The worst of several is the least value of each
 * metric, also where less is better.
 */
final class WorstCase {
  static final String ROBUSTNESS = pseudo("robustness", true, false);
  static final String FAIRNESS = pseudo("fairness", false, true);

  private static final Map<String, Perturbation> PARSED = new ConcurrentHashMap<>();
  private static final Map<String, String> ON_ORIGINAL = new ConcurrentHashMap<>();
  private static final Map<String, String> ON_WORST = new ConcurrentHashMap<>();

  private WorstCase() {}

  /** What is derived from all copies of an instance, trial by trial. */
  static List<Scored> of(List<Scored> instance, int metrics) {
    Map<Integer, List<Scored>> trials = new TreeMap<>();
    for (Scored scored : instance) {
      trials.computeIfAbsent(scored.trial(), t -> new ArrayList<>()).add(scored);
    }
    List<Scored> derived = new ArrayList<>();
    for (List<Scored> copies : trials.values()) {
      ofTrial(copies, metrics, derived);
    }
    return derived;
  }

  private static void ofTrial(List<Scored> copies, int metrics, List<Scored> derived) {
    List<Scored> originals = copies.stream().filter(WorstCase::original).toList();
    Map<String, List<Scored>> byKey = new LinkedHashMap<>();
    for (Scored copy : copies) {
      if (!original(copy)) {
        byKey.computeIfAbsent(copy.context().perturbation(), k -> new ArrayList<>()).add(copy);
      }
    }
    byKey.forEach(
        (key, perturbed) -> {
          for (Scored original : originals) {
            derived.add(under(original, onOriginal(key), original.rows()));
          }
          derived.add(worst(onWorst(key), join(originals, perturbed), metrics));
        });
    if (!originals.isEmpty()) {
      derived.add(worst(ROBUSTNESS, select(copies, Perturbation::robustness), metrics));
      derived.add(worst(FAIRNESS, select(copies, Perturbation::fairness), metrics));
    }
  }

  private static List<Scored> select(List<Scored> copies, Predicate<Perturbation> kind) {
    return copies.stream()
        .filter(c -> original(c) || kind.test(parsed(c.context().perturbation())))
        .toList();
  }

  private static List<Scored> join(List<Scored> first, List<Scored> second) {
    List<Scored> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static Scored worst(String key, List<Scored> copies, int metrics) {
    double[] least = new double[metrics];
    Arrays.fill(least, Double.NaN);
    for (Scored copy : copies) {
      for (double[] row : copy.rows()) {
        for (int i = 0; i < metrics; i++) {
          if (!(row[i] >= least[i]) && !Double.isNaN(row[i])) {
            least[i] = row[i];
          }
        }
      }
    }
    return under(copies.get(0), key, new double[][] {least});
  }

  private static Scored under(Scored scored, String key, double[][] rows) {
    return new Scored(scored.trial(), scored.context().perturbed(key), scored.ordinal(), rows);
  }

  private static boolean original(Scored scored) {
    return scored.context().perturbation() == null;
  }

  private static Perturbation parsed(String key) {
    return PARSED.computeIfAbsent(key, Perturbation::ofKey);
  }

  private static String onOriginal(String key) {
    return ON_ORIGINAL.computeIfAbsent(key, k -> parsed(k).computedOn(Perturbation.ORIGINAL).key());
  }

  private static String onWorst(String key) {
    return ON_WORST.computeIfAbsent(key, k -> parsed(k).computedOn(Perturbation.WORST).key());
  }

  private static String pseudo(String name, boolean robustness, boolean fairness) {
    return new Perturbation(name, robustness, fairness, Perturbation.WORST, null, null).key();
  }
}
