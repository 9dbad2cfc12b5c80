package dev.regatta.aggregator.job;

import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.metric.Counts;
import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.aggregator.metric.RequestState;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.RunAggregate;
import dev.regatta.aggregator.statistics.Scored;
import dev.regatta.protocol.RunSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;

/** Scores the instances of one run in one partition. */
final class RunScorer {
  /** Requests come in any order, and of several the first or the order of a sum may count. */
  private static final Comparator<JoinedRow> IN_THE_PLAN =
      Comparator.comparingLong(JoinedRow::number)
          .thenComparingInt(request -> request.state().referenceIndex());

  private final InstanceScorer scorer;
  private final RunAggregate aggregate;
  private final RunColumns columns;
  private final ScoreFile file;

  /** Columns that are not computed, because the run came with their values. */
  private final int[] takenOver;

  /** Whether the metrics of all answers together are computed. */
  private final boolean corpus;

  /**
   * @param recomputed the metrics to compute; null for all
   */
  RunScorer(RunSpec spec, Annotations annotations, Set<String> recomputed, ScoreFile file) {
    this.scorer = new InstanceScorer(spec, annotations);
    List<String> metrics = scorer.metrics();
    this.takenOver =
        IntStream.range(0, recomputed == null ? 0 : metrics.size())
            .filter(i -> !recomputed.contains(metrics.get(i)))
            .toArray();
    this.corpus = recomputed == null || recomputed.containsAll(spec.metrics());
    this.aggregate = new RunAggregate(RunShapes.of(spec, scorer));
    this.columns = new RunColumns(spec, scorer.metrics());
    this.file = file;
  }

  RunAggregate aggregate() {
    return aggregate;
  }

  /** Takes everything that the sweep asked about one instance id. */
  void score(UTF8String instance, List<JoinedRow> requests) throws IOException {
    List<Scored> scored = new ArrayList<>();
    requests.sort(IN_THE_PLAN);
    for (List<JoinedRow> copy : copies(requests)) {
      List<RequestState> states = new ArrayList<>(copy.size());
      for (JoinedRow request : copy) {
        boolean answered = request.state().answer() != null;
        aggregate.coverage().request(answered, request.failed());
        if (answered) {
          states.add(request.state());
        }
      }
      boolean complete = states.size() == copy.size();
      aggregate.coverage().instance(complete);
      if (complete) {
        JoinedRow first = copy.get(0);
        int trial = first.state().trial();
        double[][] scores = scorer.score(states);
        hide(scores);
        scored.add(
            new Scored(
                trial,
                first.context(),
                first.ordinal(),
                scores,
                corpus ? scorer.count(states) : Counts.NONE));
      }
    }
    if (!scored.isEmpty()) {
      aggregate.add(scored);
      for (Scored scores : scored) {
        write(instance, scores);
      }
    }
  }

  /** HELM has one element per instance, but of language modelling one per window. */
  private void write(UTF8String instance, Scored scores) throws IOException {
    if (!scorer.likelihoodOnly()) {
      if (hasValues(scores)) {
        file.write(new ScoreFile.ScoreRow(columns, instance, scores));
      }
      return;
    }
    for (double[] row : scores.rows()) {
      Scored window =
          new Scored(scores.trial(), scores.context(), scores.ordinal(), new double[][] {row});
      file.write(new ScoreFile.ScoreRow(columns, instance, window));
    }
  }

  private boolean hasValues(Scored scores) {
    return takenOver.length == 0
        || Arrays.stream(scores.rows())
            .flatMapToDouble(Arrays::stream)
            .anyMatch(x -> !Double.isNaN(x));
  }

  private void hide(double[][] scores) {
    for (double[] row : scores) {
      for (int column : takenOver) {
        row[column] = Double.NaN;
      }
    }
  }

  /** The requests of each perturbed copy and trial, of each instance where several share the id. */
  private static Collection<List<JoinedRow>> copies(List<JoinedRow> requests) {
    if (requests.size() == 1) {
      return List.of(requests);
    }
    record Copy(int trial, long ordinal, Context context) {}
    Map<Copy, List<JoinedRow>> copies = new LinkedHashMap<>();
    for (JoinedRow request : requests) {
      copies
          .computeIfAbsent(
              new Copy(request.state().trial(), request.ordinal(), request.context()),
              c -> new ArrayList<>())
          .add(request);
    }
    return copies.values();
  }
}
