package dev.regatta.aggregator.job;

import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.statistics.RunAggregate;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Scores a partition into a file of its own and returns the file's name with the partial sums, so
 * that a partition counts once however often it is tried: Spark hands on the result of one attempt.
 * Each attempt has a file of its own; files that no successful task returned are no results.
 *
 * @param plan the plan as JSON, since its records are not Java-serialisable
 * @param prefix what the file's path starts with
 * @param annotations what annotators found in the answers
 * @param recomputed the metrics of imported runs that are computed
 * @param configuration Hadoop's, of a thousand entries: read once, not with every task
 */
record ScoreTask(
    String plan,
    String prefix,
    Broadcast<Annotations> annotations,
    HashMap<String, Set<String>> recomputed,
    Broadcast<SerializableConfiguration> configuration)
    implements Function2<Integer, Iterator<InternalRow>, Iterator<ScoreTask.Output>> {

  /**
   * What a partition came to.
   *
   * @param file its name after the prefix
   */
  record Output(String file, List<RunAggregate> aggregates) implements Serializable {}

  @Override
  public Iterator<Output> call(Integer partition, Iterator<InternalRow> rows) throws IOException {
    var specs =
        Json.read(plan, Plan.class).runs().stream()
            .collect(Collectors.toMap(RunSpec::name, Function.identity()));
    long attempt = TaskContext.get().taskAttemptId();
    String name = String.format(Locale.ROOT, "part-%05d-%d.parquet", partition, attempt);
    try (ScoreFile file = new ScoreFile(new Path(prefix + name), configuration.value().value())) {
      ScorePartition scores = new ScorePartition(specs, annotations.value(), recomputed, file);
      scores.score(rows);
      return List.of(new Output(name, List.copyOf(scores.aggregates()))).iterator();
    }
  }
}
