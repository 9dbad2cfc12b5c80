package dev.regatta.aggregator.job;

import dev.regatta.aggregator.statistics.Coverage;
import dev.regatta.aggregator.statistics.RunAggregate;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of runs, columns in the order of the table. */
final class RunRows {

  private RunRows() {}

  static List<Row> of(Plan plan, Map<String, RunAggregate> runs, List<Absence> absent) {
    Map<String, ModelRef> models =
        plan.models().stream().collect(Collectors.toMap(ModelRef::name, Function.identity()));
    return plan.runs().stream()
        .map(run -> row(run, models.get(run.model()), runs.get(run.name()).coverage(), absent))
        .toList();
  }

  private static Row row(RunSpec run, ModelRef model, Coverage coverage, List<Absence> absent) {
    List<List<String>> reasons =
        absent.stream()
            .filter(one -> one.run().equals(run.name()))
            .map(one -> List.of(one.metric(), one.reason()))
            .toList();
    return RowFactory.create(
        run.name(),
        run.model(),
        run.scenario(),
        run.label(),
        run.adapter().method(),
        run.mainMetric(),
        run.groups().toArray(),
        coverage.planned(),
        coverage.completed(),
        coverage.quarantined(),
        coverage.instances(),
        coverage.scored(),
        model.revision(),
        model.runtime(),
        model.simulated(),
        Json.text(run),
        reasons.isEmpty() ? null : reasons);
  }
}
