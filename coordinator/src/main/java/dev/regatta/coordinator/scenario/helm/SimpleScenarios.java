package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.instance.Instance;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** HELM's tutorial: whether numbers of two digits are even, asked in three ways. */
final class SimpleScenarios {
  private static final String EVEN = "Even";
  private static final String ODD = "Odd";
  private static final int FIRST = 10;
  private static final int LAST = 99;
  private static final int LAST_TRAIN = 20;

  private SimpleScenarios() {}

  static List<Instance> multipleChoice(HelmData data) {
    return numbers(
        n -> Instance.of(question(n), Instances.options(List.of(EVEN, ODD), answer(n)), split(n)));
  }

  static List<Instance> shortAnswer(HelmData data) {
    return numbers(n -> Instance.of(question(n), Instances.correct(answer(n)), split(n)));
  }

  static List<Instance> classification(HelmData data) {
    return numbers(
        n ->
            Instance.of(
                Integer.toString(n), Instances.options(List.of(EVEN, ODD), answer(n)), split(n)));
  }

  private static List<Instance> numbers(IntFunction<Instance> instance) {
    return IntStream.rangeClosed(FIRST, LAST).mapToObj(instance).toList();
  }

  private static String question(int number) {
    return "Is " + number + " even or odd?";
  }

  private static String answer(int number) {
    return number % 2 == 0 ? EVEN : ODD;
  }

  private static String split(int number) {
    return number <= LAST_TRAIN ? Instance.TRAIN : Instance.TEST;
  }
}
