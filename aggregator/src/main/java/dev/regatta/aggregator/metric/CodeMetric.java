package dev.regatta.aggregator.metric;

import dev.regatta.aggregator.annotation.Annotation;
import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.annotation.Subject;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What share of the programs that a model wrote is right; several names, one kind of annotation.
 */
final class CodeMetric implements AnnotatedMetric {
  private static final List<String> USUAL = List.of("1", "10", "100");

  private final List<String> columns;
  private final BiFunction<Instance, String, Optional<Subject>> program;
  private final Values values;
  private final Annotations annotations;
  private final boolean present;

  /** Writes values for the outputs of an instance, likeliest first. */
  @FunctionalInterface
  private interface Values {
    void write(List<Annotation> outputs, int golds, double[] row, int column);
  }

  private CodeMetric(
      RunSpec run,
      Annotations annotations,
      List<String> columns,
      BiFunction<Instance, String, Optional<Subject>> program,
      Values values) {
    this.annotations = annotations;
    this.present = annotations.has(run.name(), Annotators.CODE);
    this.columns = present ? columns : List.of();
    this.program = program;
    this.values = values;
  }

  /** HELM's {@code code_eval_acc}: whether the likeliest answer passes; of any, for {@code @k}. */
  static AnnotatedMetric accuracy(MetricSpec spec, RunSpec run, Annotations annotations) {
    return new CodeMetric(
        run,
        annotations,
        withBest(spec.only().name(), run),
        CodePrograms::check,
        (outputs, golds, row, column) -> {
          row[column] = outputs.get(0).passed() ? 1 : 0;
          if (run.adapter().numOutputs() != 1) {
            row[column + 1] = outputs.stream().anyMatch(Annotation::passed) ? 1 : 0;
          }
        });
  }

  /** HELM's {@code pass}: pass@1, and pass@k for as many answers as were asked for. */
  static AnnotatedMetric pass(MetricSpec spec, RunSpec run, Annotations annotations) {
    int k = run.adapter().numOutputs();
    return new CodeMetric(
        run,
        annotations,
        withBest(spec.only().name(), run),
        CodePrograms::check,
        (outputs, golds, row, column) -> {
          // HELM runs the same program once for each correct reference.
          int n = golds * outputs.size();
          int passed = golds * passed(outputs);
          row[column] = PassAtK.estimate(n, passed, 1);
          if (k != 1) {
            row[column + 1] = PassAtK.estimate(n, passed, k);
          }
        });
  }

  /** pass@k over the answers for every asked k that is not more than they are. */
  static AnnotatedMetric unbiased(MetricSpec spec, RunSpec run, Annotations annotations) {
    List<Integer> ks = new ArrayList<>();
    for (String k : spec.only("k").list("k", USUAL)) {
      if (!k.matches("[1-9]\\d{0,5}")) {
        throw RegattaException.user(
            "metrics: " + spec + ": k = '" + k + "': expected a whole number from 1");
      }
      ks.add(Integer.parseInt(k));
    }
    ks.removeIf(k -> k > run.adapter().numOutputs());
    return new CodeMetric(
        run,
        annotations,
        ks.stream().map(k -> spec.name() + "@" + k).toList(),
        CodePrograms::check,
        (outputs, golds, row, column) -> {
          for (int i = 0; i < ks.size(); i++) {
            if (ks.get(i) <= outputs.size()) {
              row[column + i] = PassAtK.estimate(outputs.size(), passed(outputs), ks.get(i));
            }
          }
        });
  }

  /** HELM's {@code test_avg} of APPS: the greatest share of tests passed. */
  static AnnotatedMetric tests(MetricSpec spec, RunSpec run, Annotations annotations) {
    return new CodeMetric(
        run,
        annotations,
        List.of(spec.only().name()),
        CodePrograms::cases,
        (outputs, golds, row, column) ->
            row[column] =
                outputs.stream()
                    .mapToDouble(one -> (double) one.testsPassed() / one.tests())
                    .max()
                    .orElse(Double.NaN));
  }

  /** HELM's {@code strict_acc} of APPS: whether an answer passes all tests. */
  static AnnotatedMetric strict(MetricSpec spec, RunSpec run, Annotations annotations) {
    return new CodeMetric(
        run,
        annotations,
        List.of(spec.only().name()),
        CodePrograms::cases,
        (outputs, golds, row, column) ->
            row[column] = outputs.stream().anyMatch(Annotation::passed) ? 1 : 0);
  }

  private static List<String> withBest(String name, RunSpec run) {
    int outputs = run.adapter().numOutputs();
    return outputs == 1 ? List.of(name) : List.of(name, name + "@" + outputs);
  }

  private static int passed(List<Annotation> outputs) {
    return (int) outputs.stream().filter(Annotation::passed).count();
  }

  @Override
  public String annotator() {
    return Annotators.CODE;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public boolean readsInstance() {
    return true;
  }

  @Override
  public List<Subject> subjects(RequestState state) {
    return subjects(state, state.answer().outputs());
  }

  private List<Subject> subjects(RequestState state, List<Generated> outputs) {
    List<Subject> subjects = new ArrayList<>();
    for (Generated output : outputs) {
      program.apply(state.instance(), output.text()).ifPresent(subjects::add);
    }
    return subjects;
  }

  /** No score where a program could not be run. */
  @Override
  public void score(List<RequestState> states, double[] row, int column) {
    if (!present) {
      return;
    }
    RequestState state = states.get(0);
    List<Subject> subjects = subjects(state, Predictions.byLogprob(state.answer().outputs()));
    List<Annotation> found =
        subjects.stream().map(annotations::of).flatMap(Optional::stream).toList();
    if (!found.isEmpty() && found.size() == state.answer().outputs().size()) {
      values.write(found, Math.max(1, state.golds().size()), row, column);
    }
  }
}
