package dev.regatta.cli.bench;

import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How {@link BenchSweep} asks, by HELM's names of the methods. */
enum BenchMethod {
  /** A short answer in words. */
  GENERATION(
      AdapterSpecs.generation("Question", "Answer").maxTrainInstances(0).build(),
      List.of("exact_match", "quasi_exact_match", "f1_score")) {
    @Override
    List<Reference> references(int number) {
      return List.of(new Reference(BenchSweep.answer(number), List.of(Reference.CORRECT)));
    }
  },

  /** One letter of four, with all metrics that HELM computes of it. */
  MULTIPLE_CHOICE_JOINT(
      AdapterSpecs.multipleChoiceJoint("Question", "Answer").maxTrainInstances(0).build(),
      List.of(
          "exact_match", "quasi_exact_match", "prefix_exact_match", "quasi_prefix_exact_match")) {
    @Override
    List<Reference> references(int number) {
      return IntStream.range(0, OPTIONS)
          .mapToObj(
              option ->
                  new Reference(
                      BenchSweep.answer(number + option),
                      option == number % OPTIONS ? List.of(Reference.CORRECT) : List.of()))
          .toList();
    }
  };

  private static final int OPTIONS = 4;

  private final AdapterSpec adapter;
  private final List<String> metrics;

  BenchMethod(AdapterSpec adapter, List<String> metrics) {
    this.adapter = adapter;
    this.metrics = metrics;
  }

  AdapterSpec adapter() {
    return adapter;
  }

  List<String> metrics() {
    return metrics;
  }

  /** The possible answers to a question. */
  abstract List<Reference> references(int number);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
