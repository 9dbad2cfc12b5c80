package dev.regatta.aggregator.job;

import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.statistics.RunAggregate;
import dev.regatta.protocol.RunSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Scores one partition, in which the rows of a run and instance id follow one another: writes
 * instance_stats and keeps partial sums.
 */
final class ScorePartition {
  private final Map<String, RunSpec> specs;
  private final Annotations annotations;
  private final Map<String, Set<String>> recomputed;
  private final ScoreFile file;
  private final JoinedColumns at = new JoinedColumns();
  private final Map<String, RunScorer> scorers = new HashMap<>();

  private final List<JoinedRow> group = new ArrayList<>();
  private UTF8String groupRun;
  private UTF8String groupInstance;
  private RunScorer scorer;

  /**
   * @param recomputed the metrics of imported runs that are computed; of other runs all are
   */
  ScorePartition(
      Map<String, RunSpec> specs,
      Annotations annotations,
      Map<String, Set<String>> recomputed,
      ScoreFile file) {
    this.specs = specs;
    this.annotations = annotations;
    this.recomputed = recomputed;
    this.file = file;
  }

  void score(Iterator<InternalRow> rows) throws IOException {
    while (rows.hasNext()) {
      take(rows.next());
    }
    flush();
  }

  /** Partial sums of every run that had a row. */
  Collection<RunAggregate> aggregates() {
    return scorers.values().stream().map(RunScorer::aggregate).toList();
  }

  private void take(InternalRow row) throws IOException {
    UTF8String run = row.getUTF8String(at.run);
    UTF8String instance = row.getUTF8String(at.instance);
    if (!run.equals(groupRun) || !instance.equals(groupInstance)) {
      flush();
      if (!run.equals(groupRun)) {
        groupRun = run.clone();
        scorer =
            scorers.computeIfAbsent(
                run.toString(),
                name -> new RunScorer(specs.get(name), annotations, recomputed.get(name), file));
      }
      groupInstance = instance.clone();
    }
    JoinedRow joined = JoinedRow.read(row, at);
    for (int i = group.size() - 1; i >= 0; i--) {
      if (group.get(i).duplicates(joined)) {
        group.set(i, JoinedRow.better(group.get(i), joined));
        return;
      }
    }
    group.add(joined);
  }

  private void flush() throws IOException {
    if (!group.isEmpty()) {
      scorer.score(groupInstance, group);
      group.clear();
    }
  }
}
