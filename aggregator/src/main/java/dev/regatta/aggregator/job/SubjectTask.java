package dev.regatta.aggregator.job;

import dev.regatta.aggregator.annotation.PlacedSubject;
import dev.regatta.aggregator.annotation.Subject;
import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Tells what annotators have to look at in the answers of a partition.
 *
 * @param plan the plan as JSON, since its records are not Java-serialisable
 */
record SubjectTask(String plan) implements FlatMapFunction<Iterator<InternalRow>, PlacedSubject> {

  @Override
  public Iterator<PlacedSubject> call(Iterator<InternalRow> rows) {
    Map<String, RunSpec> specs =
        Json.read(plan, Plan.class).runs().stream()
            .collect(Collectors.toMap(RunSpec::name, Function.identity()));
    Map<String, InstanceScorer> scorers = new HashMap<>();
    JoinedColumns at = new JoinedColumns();
    Iterable<InternalRow> all = () -> rows;
    return StreamSupport.stream(all.spliterator(), false)
        .flatMap(
            row -> {
              String run = row.getUTF8String(at.run).toString();
              InstanceScorer scorer =
                  scorers.computeIfAbsent(run, name -> new InstanceScorer(specs.get(name)));
              String instance = row.getUTF8String(at.instance).toString();
              return subjects(run, instance, scorer, JoinedRow.read(row, at));
            })
        .iterator();
  }

  private static Stream<PlacedSubject> subjects(
      String run, String instance, InstanceScorer scorer, JoinedRow row) {
    if (row.state().answer() == null) {
      return Stream.of();
    }
    List<PlacedSubject> placed = new ArrayList<>();
    for (List<Subject> outputs : scorer.subjects(row.state())) {
      for (int i = 0; i < outputs.size(); i++) {
        placed.add(new PlacedSubject(outputs.get(i), run, instance, row.requestId().toString(), i));
      }
    }
    return placed.stream();
  }
}
