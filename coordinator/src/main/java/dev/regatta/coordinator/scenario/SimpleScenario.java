package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.random.PythonRandom;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** HELM's {@code simple1}: some numbers, of which one is the answer; a smoke test. */
final class SimpleScenario implements Scenario {
  static final String NAME = "simple1";

  private static final int SEED = 1;

  private final int tokens;
  private final int vocabulary;
  private final int train;
  private final int test;

  private SimpleScenario(int tokens, int vocabulary, int train, int test) {
    this.tokens = tokens;
    this.vocabulary = vocabulary;
    this.train = train;
    this.test = test;
  }

  static Scenario of(Arguments arguments) {
    return new SimpleScenario(
        arguments.integer("num_input_tokens", 1, Integer.MAX_VALUE),
        arguments.integer("vocab_size", 1, Integer.MAX_VALUE),
        arguments.integer("num_train_instances", 0, Integer.MAX_VALUE),
        arguments.integer("num_test_instances", 0, Integer.MAX_VALUE));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Stream<Instance> instances() {
    PythonRandom random = new PythonRandom(SEED);
    return IntStream.range(0, train + test)
        .mapToObj(
            item ->
                item(random, item < train ? Instance.TRAIN : Instance.TEST).withId("id" + item));
  }

  private Instance item(PythonRandom random, String split) {
    List<String> numbers =
        IntStream.range(0, tokens)
            .mapToObj(i -> Integer.toString(random.below(vocabulary)))
            .toList();
    Reference answer = new Reference(random.choice(numbers), List.of(Reference.CORRECT));
    return Instance.of(
        String.join(" ", numbers), List.of(answer, new Reference("-1", List.of())), split);
  }
}
