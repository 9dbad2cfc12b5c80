package dev.regatta.aggregator.helm;

import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The requests of a sweep with instances and answers, in memory as HELM's own tools have them. */
final class SweepAnswers {
  private final Map<String, List<Object[]>> requests = new LinkedHashMap<>();
  private final Map<String, Map<Long, HelmInstance>> instances = new HashMap<>();
  private final Map<String, Map<String, HelmResult>> results = new HashMap<>();

  SweepAnswers(Store store, Plan plan) {
    Map<String, String> partition = Map.of("sweep", plan.sweep());
    Map<String, Set<String>> wanted = new HashMap<>();
    try (TableReader rows = store.read(Tables.REQUESTS, names(Tables.REQUESTS), partition)) {
      for (Object[] row : rows) {
        requests.computeIfAbsent((String) row[0], run -> new ArrayList<>()).add(row);
        wanted
            .computeIfAbsent((String) row[1], model -> new HashSet<>())
            .add((String) row[Tables.REQUESTS.index("request_id")]);
      }
    }
    try (TableReader rows = store.read(Tables.INSTANCES, names(Tables.INSTANCES), partition)) {
      for (Object[] row : rows) {
        instances
            .computeIfAbsent((String) row[0], run -> new HashMap<>())
            .put((Long) row[1], RowStates.instance(row));
      }
    }
    for (ModelRef model : plan.models()) {
      readAnswers(store, model.name(), wanted.getOrDefault(model.name(), Set.of()));
    }
  }

  /** The request states of a run, in the order of the plan; without a result where unanswered. */
  List<HelmRequestState> states(String run) {
    List<HelmRequestState> states = new ArrayList<>();
    for (Object[] row : requests.getOrDefault(run, List.of())) {
      HelmInstance instance =
          instances.get(run).get((Long) row[Tables.REQUESTS.index("instance_ordinal")]);
      HelmResult result =
          results
              .getOrDefault((String) row[1], Map.of())
              .get((String) row[Tables.REQUESTS.index("request_id")]);
      states.add(RowStates.state(row, instance, result));
    }
    return states;
  }

  private void readAnswers(Store store, String model, Set<String> wanted) {
    Map<String, HelmResult> own = results.computeIfAbsent(model, m -> new HashMap<>());
    Map<String, String> partition = Map.of("model", model);
    try (TableReader rows = store.read(Tables.COMPLETIONS, RowStates.ANSWER, partition)) {
      for (Object[] row : rows) {
        if (row[4] == null && wanted.contains((String) row[0])) {
          own.putIfAbsent((String) row[0], RowStates.result(row));
        }
      }
    }
  }

  private static List<String> names(Table table) {
    return table.columns().stream().map(Column::name).toList();
  }
}
