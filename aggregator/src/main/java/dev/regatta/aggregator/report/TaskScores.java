package dev.regatta.aggregator.report;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What several runs scored on the instances of one task: the main metric of each original instance,
 * averaged over trials.
 */
final class TaskScores {

  /** Sums and counts by the number of the instance. */
  private static final class Column {
    private double[] sums = {};
    private int[] counts = {};

    void add(int instance, double value) {
      if (instance >= sums.length) {
        int grown = Math.max(16, Math.max(instance + 1, sums.length * 3 / 2));
        sums = Arrays.copyOf(sums, grown);
        counts = Arrays.copyOf(counts, grown);
      }
      sums[instance] += value;
      counts[instance]++;
    }

    boolean has(int instance) {
      return instance < counts.length && counts[instance] > 0;
    }

    double mean(int instance) {
      return sums[instance] / counts[instance];
    }
  }

  /**
   * Scores of the instances that all of some runs have, in the order of the instances' ids.
   *
   * @param scores by run, then by instance
   * @param clusters the cluster of each instance, from 0; empty where each is its own
   */
  record Common(double[][] scores, Optional<int[]> clusters) {
    int size() {
      return scores[0].length;
    }
  }

  private final Map<String, Integer> instances = new TreeMap<>();
  private final Map<String, Column> columns = new HashMap<>();
  private final Optional<Map<String, String>> clusters;

  /**
   * @param clusters of the instances by their ids; empty where each is its own
   */
  TaskScores(Optional<Map<String, String>> clusters) {
    this.clusters = clusters;
  }

  void add(String run, String instance, double value) {
    columns
        .computeIfAbsent(run, name -> new Column())
        .add(instances.computeIfAbsent(instance, id -> instances.size()), value);
  }

  /** Scores of the instances that all of the runs have. */
  Common common(List<String> runs) {
    List<Column> asked = runs.stream().map(run -> columns.getOrDefault(run, new Column())).toList();
    List<Map.Entry<String, Integer>> shared =
        instances.entrySet().stream()
            .filter(instance -> asked.stream().allMatch(run -> run.has(instance.getValue())))
            .toList();
    double[][] scores =
        asked.stream()
            .map(run -> shared.stream().mapToDouble(i -> run.mean(i.getValue())).toArray())
            .toArray(double[][]::new);
    List<String> ids = shared.stream().map(Map.Entry::getKey).toList();
    return new Common(scores, clusters.map(byId -> numbered(ids, byId)));
  }

  /** An instance without a cluster is one of its own. */
  private static int[] numbered(List<String> ids, Map<String, String> clusters) {
    Map<Map.Entry<Boolean, String>, Integer> numbers = new HashMap<>();
    return ids.stream()
        .map(
            id ->
                clusters.containsKey(id) ? Map.entry(true, clusters.get(id)) : Map.entry(false, id))
        .mapToInt(cluster -> numbers.computeIfAbsent(cluster, c -> numbers.size()))
        .toArray();
  }
}
