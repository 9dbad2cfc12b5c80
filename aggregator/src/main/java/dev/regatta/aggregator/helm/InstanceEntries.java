package dev.regatta.aggregator.helm;

import dev.regatta.aggregator.statistics.Context;
import dev.regatta.protocol.Perturbation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The scores of a run's instances, in the order of its requests or of their arrival. */
final class InstanceEntries {

  /** Whose scores: an instance, its perturbed copy, a trial. */
  record Key(String instance, String perturbation, int trial) {

    static Key of(HelmRequestState state) {
      HelmInstance instance = state.instance();
      return new Key(instance.id(), instance.perturbationKey(), state.trainTrialIndex());
    }
  }

  private final Map<Key, List<List<HelmStat>>> entries = new LinkedHashMap<>();

  InstanceEntries() {}

  InstanceEntries(List<HelmRequestState> states) {
    states.forEach(state -> entries.putIfAbsent(Key.of(state), new ArrayList<>()));
  }

  /** The columns that {@link #add} needs. */
  static final List<String> COLUMNS =
      List.of(
          "run", "instance_id", "split", "sub_split", "perturbation", "trial", "scores", "repeats");

  /** Takes a row of instance_stats; what HELM does not know is left out. */
  void add(Object[] row, Set<String> unknown) {
    String split = ((String) row[2]).isEmpty() ? null : (String) row[2];
    Context context = new Context(split, (String) row[3], (String) row[4]);
    List<HelmStat> stats =
        ScoreRows.stats(context, (Map<?, ?>) row[6], (List<?>) row[7]).stream()
            .filter(stat -> !unknown.contains(stat.name().name()))
            .toList();
    add(new Key((String) row[1], context.perturbation(), (Integer) row[5]), stats);
  }

  /**
   * Takes an element of HELM's list; there may be several of one instance, one per metric class.
   */
  void add(HelmInstanceStats element) {
    Perturbation perturbation = element.perturbation();
    String key = perturbation == null ? null : perturbation.key();
    add(new Key(element.instanceId(), key, element.trainTrialIndex()), element.stats());
  }

  /** Together with what is known of the instance, unless that has one of the metrics already. */
  private void add(Key key, List<HelmStat> stats) {
    List<List<HelmStat>> own = entries.computeIfAbsent(key, k -> new ArrayList<>());
    for (List<HelmStat> entry : own) {
      if (disjoint(entry, stats)) {
        entry.addAll(stats);
        return;
      }
    }
    own.add(new ArrayList<>(stats));
  }

  /** As HELM writes them; an instance of several requests may have several elements. */
  List<HelmInstanceStats> elements() {
    List<HelmInstanceStats> elements = new ArrayList<>();
    entries.forEach(
        (key, own) -> {
          Perturbation perturbation =
              key.perturbation() == null ? null : Perturbation.ofKey(key.perturbation());
          own.forEach(
              stats ->
                  elements.add(
                      new HelmInstanceStats(key.instance(), perturbation, key.trial(), stats)));
        });
    return elements;
  }

  /** Means by metric. */
  Map<String, Double> means(Key key) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (List<HelmStat> stats : entries.getOrDefault(key, List.of())) {
      for (HelmStat stat : stats) {
        if (stat.mean() != null) {
          means.putIfAbsent(stat.name().name(), stat.mean());
        }
      }
    }
    return means;
  }

  private static boolean disjoint(List<HelmStat> a, List<HelmStat> b) {
    Set<String> names = new HashSet<>();
    a.forEach(stat -> names.add(stat.name().name()));
    return b.stream().noneMatch(stat -> names.contains(stat.name().name()));
  }
}
