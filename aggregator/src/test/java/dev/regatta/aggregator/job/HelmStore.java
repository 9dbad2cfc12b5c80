package dev.regatta.aggregator.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.HelmRun;
import dev.regatta.aggregator.metric.Instance;
import dev.regatta.aggregator.metric.RequestState;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Recorded HELM runs as the requests and completions of a sweep. */
final class HelmStore {
  static final String SWEEP = "helm";
  static final String MODEL = "mock/alpha";

  private final SparkSession spark;
  private final Path root;
  private final List<Row> requests = new ArrayList<>();
  private final List<Row> instances = new ArrayList<>();
  private final List<Row> completions = new ArrayList<>();
  private final List<RunSpec> specs = new ArrayList<>();

  HelmStore(SparkSession spark, Path root, List<HelmRun> runs) {
    this.spark = spark;
    this.root = root;
    runs.forEach(this::add);
  }

  List<Row> completions() {
    return completions;
  }

  void writePlan() throws IOException {
    write("plans/requests/sweep=" + SWEEP, Tables.REQUESTS, requests, 3);
    write("plans/instances/sweep=" + SWEEP, Tables.INSTANCES, instances, 2);
    Plan plan =
        new Plan(
            SWEEP,
            SWEEP,
            List.of(new ModelRef(MODEL, "simulated", "1", "revision", null, true)),
            specs,
            Map.of(MODEL, (long) requests.size()),
            requests.size(),
            Map.of(),
            "test");
    Path sweeps = Files.createDirectories(root.resolve("plans/sweeps"));
    Files.write(sweeps.resolve(SWEEP + ".json"), Json.bytes(plan));
  }

  void writeCompletions(List<Row> rows, int files) {
    write("completions/model=mock%2Falpha", Tables.COMPLETIONS, rows, files);
  }

  private void write(
      String directory, dev.regatta.protocol.table.Table table, List<Row> rows, int files) {
    spark
        .createDataFrame(rows, SparkSchemas.of(table))
        .repartition(files)
        .write()
        .mode("overwrite")
        .parquet(root.resolve(directory).toString());
  }

  private void add(HelmRun run) {
    specs.add(run.spec());
    Set<Long> seen = new HashSet<>();
    for (HelmRun.Recorded recorded : run.recorded()) {
      long ordinal = requests.size();
      String id = "%032x".formatted(ordinal);
      requests.add(request(run.spec(), recorded, ordinal, id));
      completions.add(completion(recorded, ordinal, id));
      if (seen.add(recorded.ordinal())) {
        instances.add(instance(run.spec(), recorded));
      }
    }
  }

  private static Row request(RunSpec run, HelmRun.Recorded recorded, long ordinal, String id) {
    RequestState state = recorded.state();
    return RowFactory.create(
        run.name(),
        MODEL,
        ordinal,
        id,
        false,
        recorded.ordinal(),
        recorded.instance(),
        recorded.context().split(),
        recorded.context().subSplit(),
        recorded.context().perturbation(),
        state.trial(),
        state.referenceIndex() < 0 ? null : state.referenceIndex(),
        state.requestMode(),
        "GENERATE",
        "prompt",
        null,
        null,
        "{}",
        state.numReferences(),
        state.golds().toArray(),
        state.referenceCorrect(),
        state.outputMapping() == null ? null : Json.text(state.outputMapping()),
        state.numTrainInstances(),
        state.promptTruncated(),
        null,
        null,
        null,
        null);
  }

  private static Row instance(RunSpec run, HelmRun.Recorded recorded) {
    Instance instance = recorded.state().instance();
    return RowFactory.create(
        run.name(),
        recorded.ordinal(),
        recorded.instance(),
        recorded.context().split(),
        recorded.context().subSplit(),
        recorded.context().perturbation(),
        instance.input(),
        instance.references().stream()
            .map(reference -> RowFactory.create(reference.text(), reference.tags().toArray()))
            .toArray(),
        Json.text(instance.extra()));
  }

  private static Row completion(HelmRun.Recorded recorded, long ordinal, String id) {
    List<Row> outputs = new ArrayList<>();
    for (JsonNode completion : recorded.completions()) {
      List<String> tokens = new ArrayList<>();
      List<Double> logprobs = new ArrayList<>();
      for (JsonNode token : completion.get("tokens")) {
        tokens.add(token.get("text").asText());
        logprobs.add(token.get("logprob").asDouble());
      }
      outputs.add(
          RowFactory.create(
              completion.get("text").asText(),
              completion.get("logprob").asDouble(),
              completion.path("finish_reason").path("reason").asText("unknown"),
              tokens.toArray(),
              logprobs.toArray()));
    }
    return RowFactory.create(
        SWEEP,
        ordinal,
        id,
        outputs.toArray(),
        recorded.state().answer().promptTokens(),
        0,
        recorded.state().answer().completionTokens(),
        new Timestamp(1_800_000_000_000L),
        0.0,
        null,
        recorded.state().answer().seconds(),
        "worker",
        1,
        "revision",
        "simulated",
        "1",
        true,
        null,
        null,
        null);
  }

  /** The same request as a worker reports it after giving up. */
  static Row failed(Row completion, String message) {
    Object[] values = new Object[completion.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = completion.get(i);
    }
    values[Tables.COMPLETIONS.index("outputs")] = new Object[0];
    values[Tables.COMPLETIONS.index("error_category")] = "MODEL";
    values[Tables.COMPLETIONS.index("error_message")] = message;
    return RowFactory.create(values);
  }
}
