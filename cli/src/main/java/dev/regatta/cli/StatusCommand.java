package dev.regatta.cli;

import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.api.WorkerView;
import dev.regatta.coordinator.scale.PoolStatus;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how far the sweeps of a store are. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the sweeps of a store and how far each model is; with --server those that a "
          + "coordinator has been given, the workers with what they can do, and the pools that it scales."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta status",
      "  regatta status quickstart --json",
      "  regatta status --server http://localhost:8090",
      "  regatta status quickstart --server http://localhost:8090 --watch"
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private StoreOption storeOption;

  @Parameters(arity = "0..1", paramLabel = "SWEEP", description = "Only this sweep.")
  private Optional<String> sweep;

  @Mixin private ServerOptions server;

  @Option(names = "--watch", description = "With --server: follow the sweep until it has ended.")
  private boolean watch;

  @Option(names = "--json", description = "Print the state as JSON.")
  private boolean json;

  /** What {@code --json} prints of a coordinator where no sweep is named. */
  record ClusterStatus(List<SweepView> sweeps, List<WorkerView> workers, List<PoolStatus> pools) {}

  /** How far one model of a sweep is; planned = completed + quarantined + open. */
  record ModelStatus(
      String sweep,
      String model,
      long planned,
      long completed,
      long quarantined,
      boolean scored,
      boolean simulated,
      boolean likelihoodsTrusted) {
    String title() {
      return model
          + (simulated ? " (simulated)" : "")
          + (likelihoodsTrusted ? " (likelihoods trusted)" : "");
    }

    long open() {
      return planned - completed - quarantined;
    }
  }

  @Override
  public Integer call() {
    return server.given() ? remote() : local();
  }

  private int remote() {
    ApiClient client = server.client();
    if (watch) {
      String id = client.find(sweep).id();
      SweepView last = new SweepViews(Terminal.system(json)).follow(client, id);
      System.out.println(json ? Json.text(last) : SweepViews.outcome(last));
      return ExitCode.OK;
    }
    if (sweep.isPresent()) {
      List<SweepView> found = List.of(client.find(sweep));
      System.out.print(json ? Json.text(found) + System.lineSeparator() : SweepViews.table(found));
      return ExitCode.OK;
    }
    ClusterStatus status =
        new ClusterStatus(client.sweeps(), client.workers().workers(), client.pools());
    if (json) {
      System.out.println(Json.text(status));
    } else {
      print(status, client);
    }
    return ExitCode.OK;
  }

  private static void print(ClusterStatus status, ApiClient client) {
    if (status.sweeps().isEmpty()) {
      System.out.println("No sweep at " + client.server());
    } else {
      System.out.print(SweepViews.table(status.sweeps()));
    }
    if (!status.workers().isEmpty()) {
      System.out.println();
      System.out.print(WorkerViews.table(status.workers()));
      System.out.print(WorkerViews.refusals(status.workers()));
    }
    if (!status.pools().isEmpty()) {
      System.out.println();
      System.out.print(PoolViews.text(status.pools()));
    }
  }

  private int local() {
    if (watch) {
      throw RegattaException.user("--watch needs a coordinator (expected: --server URL with it)");
    }
    Store store = storeOption.openExisting();
    Sweeps sweeps = new Sweeps(store);
    List<String> ids = sweep.isPresent() ? List.of(sweeps.find(sweep).sweep()) : sweeps.ids();
    List<ModelStatus> states = new ArrayList<>();
    ids.forEach(id -> states.addAll(states(store, sweeps.plan(id), sweeps.scored(id))));
    if (json) {
      System.out.println(Json.text(states));
    } else if (states.isEmpty()) {
      System.out.println("No sweep in " + store.location());
    } else {
      print(states);
    }
    return ExitCode.OK;
  }

  private static void print(List<ModelStatus> states) {
    TextTable table =
        new TextTable("sweep", "model", "planned", "completed", "quarantined", "open", "scores");
    for (ModelStatus state : states) {
      table.row(
          state.sweep(),
          state.title(),
          Format.count(state.planned()),
          Format.count(state.completed()),
          Format.count(state.quarantined()),
          Format.count(state.open()),
          state.scored() ? "yes" : "no");
    }
    System.out.print(table);
  }

  private static List<ModelStatus> states(Store store, Plan plan, boolean scored) {
    Map<String, Set<String>> open = openRequests(store, plan.sweep());
    List<ModelStatus> states = new ArrayList<>();
    plan.models()
        .forEach(
            model -> {
              Set<String> ids = open.getOrDefault(model.name(), Set.of());
              long planned = ids.size();
              long[] outcomes = outcomes(store, model.name(), ids);
              states.add(
                  new ModelStatus(
                      plan.sweep(),
                      model.name(),
                      planned,
                      outcomes[0],
                      outcomes[1],
                      scored,
                      model.simulated(),
                      model.trustsLikelihoods()));
            });
    return states;
  }

  private static Map<String, Set<String>> openRequests(Store store, String sweep) {
    Map<String, Set<String>> ids = new LinkedHashMap<>();
    List<String> columns = List.of("model", "request_id", "duplicate");
    try (TableReader rows = store.read(Tables.REQUESTS, columns, Map.of("sweep", sweep))) {
      for (Object[] row : rows) {
        if (!(Boolean) row[2]) {
          ids.computeIfAbsent((String) row[0], model -> new HashSet<>()).add((String) row[1]);
        }
      }
    }
    return ids;
  }

  /** Answered and quarantined requests among {@code planned}. */
  private static long[] outcomes(Store store, String model, Set<String> planned) {
    Set<String> answered = new HashSet<>();
    Set<String> failed = new HashSet<>();
    List<String> columns = List.of("request_id", "error_category");
    try (TableReader rows = store.read(Tables.COMPLETIONS, columns, Map.of("model", model))) {
      for (Object[] row : rows) {
        String id = (String) row[0];
        if (planned.contains(id)) {
          (row[1] == null ? answered : failed).add(id);
        }
      }
    }
    failed.removeAll(answered);
    return new long[] {answered.size(), failed.size()};
  }
}
