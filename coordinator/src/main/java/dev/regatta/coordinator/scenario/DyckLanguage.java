package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.random.NumpyRandom;
import dev.regatta.coordinator.random.PythonRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * HELM's {@code dyck_language}: balanced brackets without their last one to three closers. The
 * grammar S -> (S) | SS | nothing branches by Python's generator and chooses brackets by NumPy's.
 */
final class DyckLanguage implements Scenario {
  static final String NAME = "dyck_language";

  private static final int SEED = 42;
  private static final String OPENERS = "([{<";
  private static final String CLOSERS = ")]}>";
  private static final double WRAP = 0.5;
  private static final double WRAP_OR_JOIN = WRAP + 0.25;
  private static final int MAX_NESTING = 100;

  /** Longest part of a sequence; a longer one becomes nothing. */
  private static final int MAX_PART = 100;

  private final int kinds;
  private final int train;
  private final int test;

  private DyckLanguage(int kinds, int train, int test) {
    this.kinds = kinds;
    this.train = train;
    this.test = test;
  }

  static Scenario of(Arguments arguments) {
    return new DyckLanguage(
        arguments.integer("num_parenthesis_pairs", 1, OPENERS.length()),
        arguments.integer("num_train_instances", 3, 0, Integer.MAX_VALUE),
        arguments.integer("num_test_instances", 500, 0, Integer.MAX_VALUE));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Stream<Instance> instances() {
    Source source = new Source(kinds);
    return IntStream.range(0, train + test)
        .mapToObj(item -> (item < train ? source.train() : source.test()).withId("id" + item));
  }

  /** The generators and what they gave so far. */
  private static final class Source {
    private final int kinds;
    private final PythonRandom branches = new PythonRandom(SEED);
    private final NumpyRandom brackets = new NumpyRandom(SEED);
    private final Set<String> given = new HashSet<>();

    Source(int kinds) {
      this.kinds = kinds;
    }

    Instance train() {
      return fresh(4, 50, Instance.TRAIN);
    }

    Instance test() {
      return fresh(52, 100, Instance.TEST);
    }

    private Instance fresh(int shortest, int longest, String split) {
      while (true) {
        String sequence = sequence(longest, 0);
        if (sequence.length() < shortest) {
          continue;
        }
        String input = cut(sequence, branches.randint(1, 3));
        if (given.add(input)) {
          Reference answer = new Reference(closing(input), List.of(Reference.CORRECT));
          return Instance.of(spaced(input), List.of(answer), split);
        }
      }
    }

    private String sequence(int longest, int nesting) {
      if (nesting > MAX_NESTING) {
        return "";
      }
      double branch = branches.random();
      String sequence = "";
      if (branch < WRAP) {
        int kind = brackets.randint(0, kinds);
        sequence = OPENERS.charAt(kind) + sequence(MAX_PART, nesting + 1) + CLOSERS.charAt(kind);
      } else if (branch < WRAP_OR_JOIN) {
        sequence = sequence(MAX_PART, nesting) + sequence(MAX_PART, nesting);
      }
      return sequence.length() <= longest ? sequence : "";
    }

    /** Without the shortest end that leaves so many brackets open. */
    private static String cut(String sequence, int open) {
      int end = sequence.length();
      int unmatched = 0;
      while (end > 0 && unmatched < open) {
        end--;
        unmatched += CLOSERS.indexOf(sequence.charAt(end)) >= 0 ? 1 : -1;
      }
      return sequence.substring(0, end);
    }

    private static String closing(String input) {
      StringBuilder open = new StringBuilder();
      for (char symbol : input.toCharArray()) {
        int kind = OPENERS.indexOf(symbol);
        if (kind >= 0) {
          open.append(CLOSERS.charAt(kind));
        } else {
          open.setLength(open.length() - 1);
        }
      }
      return " " + spaced(open.reverse().toString());
    }

    private static String spaced(String symbols) {
      return symbols.chars().mapToObj(Character::toString).collect(Collectors.joining(" "));
    }
  }
}
