package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.random.NumpyRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * HELM's {@code synthetic_reasoning}: patterns of rule symbols and signs, where words stand for the
 * symbols. Every item of a mode comes from one stream of random numbers, so an item costs the draws
 * of all before it.
 */
final class SyntheticReasoning implements Scenario {
  static final String NAME = "synthetic_reasoning";

  private static final int HELM_SEED = 42;
  private static final int TRAIN = 1000;
  private static final int VALID = 5000;
  private static final int TEST = 5000;
  private static final int DISTRACTORS = 3;
  private static final List<String> SYMBOLS = List.of("X", "Y", "Z");
  private static final List<String> SIGNS = List.of("+", "-", "*", "=");
  private static final List<String> WORDS =
      List.of(
          ("zebra cobra stork penguin shark lion buffalo whale seal eagle horse rat apple peach"
                  + " watermelon banana grape kiwi pear strawberry blueberry blackberry")
              .split(" "));

  /** What is given and what is asked. */
  private enum Mode {
    VARIABLE_SUBSTITUTION,
    PATTERN_MATCH,
    INDUCTION
  }

  private final Mode mode;
  private final int seed;

  private SyntheticReasoning(Mode mode, int seed) {
    this.mode = mode;
    this.seed = seed;
  }

  static Scenario of(Arguments arguments) {
    List<String> modes =
        Arrays.stream(Mode.values()).map(m -> m.name().toLowerCase(Locale.ROOT)).toList();
    Mode mode = Mode.values()[modes.indexOf(arguments.oneOf("mode", modes))];
    return new SyntheticReasoning(mode, arguments.integer("seed", HELM_SEED, 0, Integer.MAX_VALUE));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Stream<Instance> instances() {
    NumpyRandom random = new NumpyRandom(seed);
    return IntStream.range(0, TRAIN + VALID + TEST)
        .mapToObj(item -> item(random, split(item)).withId("id" + item));
  }

  private static String split(int item) {
    if (item < TRAIN) {
      return Instance.TRAIN;
    }
    return item < TRAIN + VALID ? Instance.VALID : Instance.TEST;
  }

  /** The order of the draws is HELM's and must stay. */
  private Instance item(NumpyRandom random, String split) {
    List<String> symbols = drawn(random, SYMBOLS, random.randint(2, 4));
    List<String> signs = drawn(random, SIGNS, random.randint(2, 4));
    List<String> pattern = shuffled(random, symbols, signs);
    Map<String, String> first = substitution(random, symbols);
    Map<String, String> second = substitution(random, symbols);
    String rule = String.join(" ", pattern);
    String result = apply(pattern, first);
    return switch (mode) {
      case VARIABLE_SUBSTITUTION ->
          instance("Rules: " + rule + " | Substitutions: " + describe(first), result, split);
      case PATTERN_MATCH -> {
        String rules = rulesToChooseFrom(random, symbols, signs, rule);
        yield instance("Rules: " + rules + " | Result: " + result, rule, split);
      }
      case INDUCTION -> {
        String results = result + " | " + apply(pattern, second);
        yield instance("Two results: " + results, "Rule: " + rule, split);
      }
    };
  }

  private static Instance instance(String input, String answer, String split) {
    return Instance.of(input, List.of(new Reference(answer, List.of(Reference.CORRECT))), split);
  }

  private static List<String> drawn(NumpyRandom random, List<String> from, int size) {
    return Arrays.stream(random.choiceWithReplacement(from.size(), size))
        .mapToObj(from::get)
        .toList();
  }

  private static List<String> shuffled(NumpyRandom random, List<String> a, List<String> b) {
    List<String> all = new ArrayList<>(a);
    all.addAll(b);
    random.shuffle(all);
    return all;
  }

  /** Words for every symbol, in the symbols' order. */
  private static Map<String, String> substitution(NumpyRandom random, List<String> symbols) {
    Map<String, String> words = new TreeMap<>();
    for (String symbol : new TreeSet<>(symbols)) {
      words.put(symbol, String.join(" ", drawn(random, WORDS, random.randint(1, 3))));
    }
    return words;
  }

  /** A symbol that occurs twice in the rule is once in the distractors, which gives it away. */
  private static String rulesToChooseFrom(
      NumpyRandom random, List<String> symbols, List<String> signs, String rule) {
    List<String> distinct = List.copyOf(new TreeSet<>(symbols));
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < DISTRACTORS; i++) {
      rules.add(String.join(" ", shuffled(random, distinct, signs)));
    }
    rules.add(rule);
    random.shuffle(rules);
    return String.join(" | ", rules);
  }

  private static String apply(List<String> pattern, Map<String, String> substitution) {
    return pattern.stream()
        .map(token -> substitution.getOrDefault(token, token))
        .collect(Collectors.joining(" "));
  }

  private static String describe(Map<String, String> substitution) {
    return substitution.entrySet().stream()
        .map(entry -> entry.getKey() + " by \" " + entry.getValue() + " \"")
        .collect(Collectors.joining(" , "));
  }
}
