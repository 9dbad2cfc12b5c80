package dev.regatta.aggregator.report;

import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The main metric of each original instance by run, averaged over trials. */
final class InstanceScores {

  /** A running mean. */
  private static final class Mean {
    private double sum;
    private int count;

    void add(double value) {
      sum += value;
      count++;
    }

    double value() {
      return sum / count;
    }
  }

  private final Map<String, TreeMap<String, Mean>> byRun = new HashMap<>();

  /**
   * @param metrics the metric to read of each run, by the run's name
   */
  InstanceScores(Store store, String sweep, Map<String, String> metrics) {
    List<String> columns = List.of("run", "instance_id", "perturbation", "scores");
    try (TableReader rows = store.read(Tables.INSTANCE_STATS, columns, Map.of("sweep", sweep))) {
      for (Object[] row : rows) {
        String run = (String) row[0];
        Object value = ((Map<?, ?>) row[3]).get(metrics.get(run));
        if (row[2] == null && value != null) {
          byRun
              .computeIfAbsent(run, name -> new TreeMap<>())
              .computeIfAbsent((String) row[1], id -> new Mean())
              .add((Double) value);
        }
      }
    }
  }

  /** Scores of the instances that both runs have, in the order of their ids: a's, then b's. */
  double[][] common(String a, String b) {
    Map<String, Mean> first = byRun.getOrDefault(a, new TreeMap<>());
    Map<String, Mean> second = byRun.getOrDefault(b, new TreeMap<>());
    List<String> ids = first.keySet().stream().filter(second::containsKey).toList();
    return new double[][] {
      ids.stream().mapToDouble(id -> first.get(id).value()).toArray(),
      ids.stream().mapToDouble(id -> second.get(id).value()).toArray()
    };
  }
}
