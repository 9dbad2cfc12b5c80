package dev.regatta.aggregator.job;

import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.ColumnType.ListOf;
import dev.regatta.protocol.table.ColumnType.Primitive;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sweep of one run: a plain one, which is joined in slices, or a perturbed one, whose rows are
 * grouped after a shuffle.
 */
final class WarmUpSweep {
  private static final String MODEL = "none";
  private static final String RUN = "none";
  private static final int INSTANCES = 500;
  private static final String PERTURBATION =
      new Perturbation("lowercase", true, false, Perturbation.PERTURBED, null, null).key();

  private final Store store;
  private final boolean perturbed;
  private final String id;

  WarmUpSweep(Store store, boolean perturbed) {
    this.store = store;
    this.perturbed = perturbed;
    this.id = perturbed ? "perturbed" : "plain";
  }

  String id() {
    return id;
  }

  void write() {
    try (TableWriter requests =
            store.write(Tables.REQUESTS, Map.of("sweep", id), "part-0.parquet");
        TableWriter completions =
            store.write(Tables.COMPLETIONS, Map.of("model", MODEL), id + ".parquet")) {
      for (int i = 0; i < 2 * INSTANCES; i++) {
        requests.write(row(Tables.REQUESTS, request(i)));
        completions.write(row(Tables.COMPLETIONS, completion(i)));
      }
      requests.commit();
      completions.commit();
    }
    ModelRef model = new ModelRef(MODEL, "simulated", "1", "none", null, true);
    Plan plan =
        new Plan(
            id,
            id,
            List.of(model),
            List.of(spec()),
            Map.of(MODEL, 2L * INSTANCES),
            2L * INSTANCES,
            Map.of(),
            "");
    store.put("plans/sweeps/" + id + ".json", Json.bytes(plan));
  }

  /** A row with a neutral value in every required column that is not named. */
  private static Object[] row(Table table, Map<String, Object> values) {
    return table.columns().stream()
        .map(column -> values.getOrDefault(column.name(), neutral(column)))
        .toArray();
  }

  private static Object neutral(Column column) {
    if (column.nullable()) {
      return null;
    }
    if (column.type() instanceof ListOf) {
      return List.of();
    }
    return switch ((Primitive) column.type()) {
      case STRING -> "";
      case INT -> 0;
      case LONG, TIMESTAMP -> 0L;
      case DOUBLE -> 0.0;
      case BOOLEAN -> false;
    };
  }

  private Map<String, Object> request(int i) {
    Map<String, Object> request =
        new HashMap<>(
            Map.of(
                "run",
                RUN,
                "model",
                MODEL,
                "ordinal",
                (long) i,
                "request_id",
                id(i),
                "instance_ordinal",
                (long) i,
                "instance_id",
                "id" + (perturbed ? i % INSTANCES : i),
                "split",
                "test",
                "golds",
                List.of("The answer is " + i % 3)));
    if (perturbed && i >= INSTANCES) {
      request.put("perturbation", PERTURBATION);
    }
    return request;
  }

  private Map<String, Object> completion(int i) {
    double logprob = -1 / (1.0 + i % 89);
    List<Object> output =
        List.of(" the answer is " + i % 2, logprob, "stop", List.of(" the"), List.of(logprob));
    return Map.of(
        "sweep",
        id,
        "ordinal",
        (long) i,
        "request_id",
        id(i),
        "outputs",
        List.of(output),
        "prompt_tokens",
        10,
        "completion_tokens",
        1,
        "completed_at",
        Instant.EPOCH,
        "duration_seconds",
        0.1,
        "time_to_first_token_seconds",
        0.1,
        "worker",
        "none");
  }

  private static String id(int i) {
    return "%032x".formatted(i);
  }

  private RunSpec spec() {
    AdapterSpec adapter =
        Json.read(
            "{\"method\":\"generation\",\"num_outputs\":1,\"num_train_trials\":1,\"num_trials\":1}",
            AdapterSpec.class);
    ObjectSpec none = new ObjectSpec("none", Map.of());
    return new RunSpec(
        RUN,
        MODEL,
        "",
        "none",
        none,
        adapter,
        perturbed ? new DataAugmentation(List.of(none), 1) : DataAugmentation.NONE,
        List.of("exact_match", "quasi_exact_match"),
        "exact_match",
        List.of());
  }
}
