package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Partial sums of one run: grows by whole instances, merges with the partial sums of others, and
 * comes to the same whatever the order.
 */
public final class RunAggregate implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RunShape shape;
  private final Likelihood likelihood;
  private final boolean calibrated;
  private final int confidence;
  private final int correctness;
  private final Coverage coverage = new Coverage();

  /** HELM's first level: every request of a context counts once, trials apart. */
  private final Map<Integer, Map<Context, Cell>> trials = new TreeMap<>();

  /** One value per instance, averaged over requests and trials; unused where there is one only. */
  private final Map<Context, Cell> instances = new TreeMap<>();

  private transient Cell latest;
  private transient int latestTrial;
  private transient Context latestContext;

  public RunAggregate(RunShape shape) {
    this.shape = shape;
    this.likelihood = new Likelihood(shape.metrics());
    this.calibrated = shape.calibrated();
    this.confidence = shape.confidence();
    this.correctness = shape.correctness();
  }

  public RunShape shape() {
    return shape;
  }

  Likelihood likelihood() {
    return likelihood;
  }

  public Coverage coverage() {
    return coverage;
  }

  /** Adds everything that is known of one instance id: its perturbed copies and trials. */
  public void add(List<Scored> instance) {
    List<Scored> all = instance;
    if (shape.worstCases()) {
      all = new ArrayList<>(instance);
      all.addAll(WorstCase.of(instance, shape.metrics().size()));
    }
    for (Scored scored : all) {
      cell(scored.trial(), scored.context()).addInstance(scored.rows());
    }
    for (Scored scored : instance) {
      if (!scored.counts().isEmpty()) {
        cell(scored.trial(), scored.context()).addCounts(scored.ordinal(), scored.counts());
      }
    }
    if (calibrated) {
      for (Scored scored : instance) {
        double[] row = scored.rows()[0];
        cell(scored.trial(), scored.context())
            .addConfidence(scored.ordinal(), row[confidence], row[correctness]);
      }
    }
    if (likelihood.defined()) {
      for (Scored scored : instance) {
        cell(scored.trial(), scored.context())
            .addLikelihood(scored.ordinal(), likelihood.sums(scored.rows()));
      }
    }
    if (shape.clustered()) {
      addMeans(all);
    }
  }

  public void add(RunAggregate other) {
    coverage.add(other.coverage);
    other.trials.forEach(
        (trial, cells) -> cells.forEach((context, cell) -> cell(trial, context).add(cell)));
    other.instances.forEach((context, cell) -> instanceCell(context).add(cell));
  }

  /**
   * Whether the selective accuracies of a context depend on the order in which a sort leaves equal
   * confidences.
   */
  public boolean tied(Context context) {
    return trials.values().stream()
        .map(cells -> cells.get(context))
        .anyMatch(cell -> cell != null && cell.confidences().inOrder().tied());
  }

  Map<Integer, Map<Context, Cell>> trials() {
    return trials;
  }

  /** Cells whose values are instances. */
  Map<Context, Cell> instances() {
    return shape.clustered() ? instances : trials.getOrDefault(0, Map.of());
  }

  private void addMeans(List<Scored> all) {
    Map<Context, List<Scored>> byContext = new TreeMap<>();
    for (Scored scored : all) {
      byContext.computeIfAbsent(scored.context(), c -> new ArrayList<>()).add(scored);
    }
    byContext.forEach(
        (context, repeats) -> instanceCell(context).addInstance(new double[][] {means(repeats)}));
  }

  private double[] means(List<Scored> repeats) {
    double[] means = new double[shape.metrics().size()];
    Arrays.setAll(
        means,
        metric -> {
          ExactSum sum = new ExactSum();
          int count = 0;
          for (Scored scored : repeats) {
            double mean = scored.mean(metric);
            if (!Double.isNaN(mean)) {
              sum.add(mean);
              count++;
            }
          }
          return sum.value() / count;
        });
    return means;
  }

  /** Most instances are of the context before them. */
  private Cell cell(int trial, Context context) {
    if (latest == null || trial != latestTrial || !context.equals(latestContext)) {
      latest =
          trials
              .computeIfAbsent(trial, t -> new TreeMap<>())
              .computeIfAbsent(context, c -> new Cell(shape.metrics().size()));
      latestTrial = trial;
      latestContext = context;
    }
    return latest;
  }

  private Cell instanceCell(Context context) {
    return instances.computeIfAbsent(context, c -> new Cell(shape.metrics().size()));
  }
}
