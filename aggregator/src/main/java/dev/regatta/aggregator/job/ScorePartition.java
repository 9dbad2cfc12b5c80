package dev.regatta.aggregator.job;

import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.aggregator.metric.RequestState;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.RunAggregate;
import dev.regatta.aggregator.statistics.Scored;
import dev.regatta.protocol.RunSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Scores one partition: rows of one run and instance id follow one another. Yields rows of
 * instance_stats, and hands the partition's partial sums to the accumulator when it ends.
 */
final class ScorePartition implements Iterator<InternalRow> {
  private final Iterator<InternalRow> input;
  private final Map<String, RunSpec> specs;
  private final SweepAccumulator accumulator;
  private final JoinedColumns at = new JoinedColumns();
  private final Map<String, RunScorer> scorers = new HashMap<>();
  private final Queue<InternalRow> ready = new ArrayDeque<>();

  private List<JoinedRow> group = new ArrayList<>();
  private UTF8String groupRun;
  private UTF8String groupInstance;
  private RunScorer scorer;
  private boolean finished;

  ScorePartition(
      Iterator<InternalRow> input, Map<String, RunSpec> specs, SweepAccumulator accumulator) {
    this.input = input;
    this.specs = specs;
    this.accumulator = accumulator;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !finished) {
      if (input.hasNext()) {
        take(input.next());
      } else {
        flush();
        finished = true;
        scorers.values().forEach(s -> accumulator.add(s.aggregate()));
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void take(InternalRow row) {
    UTF8String run = row.getUTF8String(at.run);
    UTF8String instance = row.getUTF8String(at.instance);
    if (!run.equals(groupRun) || !instance.equals(groupInstance)) {
      flush();
      if (!run.equals(groupRun)) {
        groupRun = run.clone();
        scorer = scorers.computeIfAbsent(run.toString(), name -> new RunScorer(specs.get(name)));
      }
      groupInstance = instance.clone();
    }
    JoinedRow joined = JoinedRow.read(row, at);
    for (int i = group.size() - 1; i >= 0; i--) {
      if (group.get(i).duplicates(joined)) {
        if (joined.rank().compareTo(group.get(i).rank()) < 0) {
          group.set(i, joined);
        }
        return;
      }
    }
    group.add(joined);
  }

  private void flush() {
    if (group.isEmpty()) {
      return;
    }
    scorer.score(groupInstance, group, ready);
    group = new ArrayList<>();
  }

  /** Scorer and partial sums of one run. */
  private static final class RunScorer {
    private final InstanceScorer scorer;
    private final RunAggregate aggregate;
    private final ScoreRows rows;

    RunScorer(RunSpec spec) {
      scorer = new InstanceScorer(spec);
      aggregate = new RunAggregate(RunShapes.of(spec, scorer));
      rows = new ScoreRows(spec, scorer.metrics());
    }

    RunAggregate aggregate() {
      return aggregate;
    }

    void score(UTF8String instance, List<JoinedRow> group, Queue<InternalRow> output) {
      for (JoinedRow row : group) {
        aggregate.coverage().request(row.state().answer() != null, row.failed());
      }
      List<Scored> scored = new ArrayList<>();
      for (List<JoinedRow> copy : copies(group)) {
        boolean complete = copy.stream().allMatch(r -> r.state().answer() != null);
        aggregate.coverage().instance(complete);
        if (complete) {
          List<RequestState> states = copy.stream().map(JoinedRow::state).toList();
          JoinedRow first = copy.get(0);
          Scored scores =
              new Scored(
                  first.state().trial(), first.context(), first.ordinal(), scorer.score(states));
          scored.add(scores);
          output.add(rows.row(instance, scores));
        }
      }
      if (!scored.isEmpty()) {
        aggregate.add(scored);
      }
    }

    private static Iterable<List<JoinedRow>> copies(List<JoinedRow> group) {
      if (group.size() == 1) {
        return List.of(group);
      }
      Map<Copy, List<JoinedRow>> copies = new LinkedHashMap<>();
      for (JoinedRow row : group) {
        copies
            .computeIfAbsent(new Copy(row.state().trial(), row.context()), k -> new ArrayList<>())
            .add(row);
      }
      return copies.values();
    }
  }

  private record Copy(int trial, Context context) {}
}
