package dev.regatta.aggregator.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** HELM's aggregation ladder from the partial sums of a run to its statistics. */
public final class RunStatistics {
  private static final Set<String> COUNTS_AND_SIZES =
      Set.of(
          "num_references",
          "num_train_trials",
          "num_prompt_tokens",
          "num_completion_tokens",
          "num_output_tokens",
          "num_train_instances",
          "num_perplexity_tokens",
          "num_bytes",
          "num_words",
          "batch_size",
          "predicted_index",
          "absolute_value_difference");

  private final RunAggregate run;
  private final List<String> metrics;
  private final List<Statistic> statistics = new ArrayList<>();

  private RunStatistics(RunAggregate run) {
    this.run = run;
    this.metrics = run.shape().metrics();
  }

  /** Every statistic of the run, by context, in the order of the metrics. */
  public static List<Statistic> of(RunAggregate run) {
    RunStatistics result = new RunStatistics(run);
    Set<Context> contexts = new TreeSet<>();
    run.trials().values().forEach(cells -> contexts.addAll(cells.keySet()));
    for (Context context : contexts) {
      result.addMetrics(context, context);
      if (result.measured(context)) {
        result.addDerived(context);
        result.statistics.addAll(SetStatistics.of(run, context, result.seed(context)));
      }
      if (context.perturbation() == null && run.shape().copiesWorstCases()) {
        result.addMetrics(context, context.perturbed(WorstCase.ROBUSTNESS));
        result.addMetrics(context, context.perturbed(WorstCase.FAIRNESS));
      }
    }
    return result.statistics;
  }

  /** Whether the context holds instances rather than what was derived from them. */
  private boolean measured(Context context) {
    return context.perturbation() == null
        || context.perturbation().contains("\"computed_on\":\"perturbed\"");
  }

  private void addMetrics(Context from, Context as) {
    Cell instances = run.instances().get(from);
    for (int i = 0; i < metrics.size(); i++) {
      int metric = i;
      Stat stat = overTrials(from, cell -> mean(cell.moments(metric)));
      if (stat.count() > 0) {
        add(metrics.get(i), as, stat, interval(metrics.get(i), instances.moments(i)));
      }
    }
  }

  private void addDerived(Context context) {
    long n = run.instances().get(context).instances();
    add("num_instances", context, overTrials(context, Cell::instances), Interval.unknown(n));
    if (metrics.contains("logprob")) {
      if (run.likelihood().defined()) {
        addLikelihood(context, n);
      }
      if (run.shape().calibrated()) {
        addCalibration(context);
      }
    }
  }

  private void addLikelihood(Context context, long n) {
    List<BlockSums> trials =
        run.trials().values().stream()
            .map(cells -> cells.get(context))
            .filter(cell -> cell != null && !cell.likelihood().isEmpty())
            .map(Cell::likelihood)
            .toList();
    if (trials.isEmpty()) {
      return;
    }
    List<Interval> intervals = BlockSums.intervals(trials, Likelihood::of, n, seed(context));
    for (int i = 0; i < intervals.size(); i++) {
      int statistic = i;
      Stat stat =
          overTrials(context, cell -> Likelihood.of(run.likelihood().sums(cell))[statistic]);
      add(Likelihood.NAMES.get(i), context, stat, intervals.get(i));
    }
  }

  private void addCalibration(Context context) {
    int logprob = metrics.indexOf("logprob");
    Map<Integer, Confidences.Pairs> trials = new TreeMap<>();
    run.trials()
        .forEach(
            (trial, cells) -> {
              Cell cell = cells.get(context);
              if (cell != null
                  && cell.confidences().size() > 0
                  && cell.moments(logprob).min() < 0) {
                trials.put(trial, cell.confidences().inOrder());
              }
            });
    if (!trials.isEmpty()) {
      CalibrationSummary.of(List.copyOf(trials.values()), seed(context))
          .forEach((metric, value) -> add(metric, context, value.stat(), value.interval()));
    }
  }

  private String seed(Context context) {
    return run.shape().name() + '\n' + context;
  }

  private void add(String metric, Context context, Stat stat, Interval interval) {
    // HELM drops what is not a number when it writes.
    if (stat.count() > 0 && !Double.isNaN(stat.sum())) {
      statistics.add(new Statistic(metric, context, stat, interval));
    }
  }

  /** One value per trial in which it is defined, in the order of the trials. */
  private Stat overTrials(Context context, ToDoubleFunction<Cell> value) {
    Stat stat = Stat.EMPTY;
    for (Map<Context, Cell> cells : run.trials().values()) {
      Cell cell = cells.get(context);
      double x = cell == null ? Double.NaN : value.applyAsDouble(cell);
      if (!Double.isNaN(x)) {
        stat = stat.merge(Stat.of(x));
      }
    }
    return stat;
  }

  private static double mean(Moments moments) {
    return moments.count() == 0 ? Double.NaN : moments.mean();
  }

  /** The interval of a mean over instances, from one value of each. */
  public static Interval interval(String metric, Moments instances) {
    return instances.binary() && !COUNTS_AND_SIZES.contains(metric)
        ? Interval.ofProportion(instances)
        : Interval.ofMean(instances);
  }
}
