package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.random.NumpyGenerator;
import dev.regatta.coordinator.scenario.Arguments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * MATH: problems of one subject and level, in the order that the {@code datasets} library gives a
 * set that is sorted by problem and shuffled.
 */
final class MathScenario {
  private static final String REVISION = "71b758ecc688b2822d07ffa7f8393299f1dc7cac";
  private static final int SEED = 42;
  private static final Map<String, String> SUBJECTS =
      Map.of(
          "number_theory", "Number Theory",
          "intermediate_algebra", "Intermediate Algebra",
          "algebra", "Algebra",
          "prealgebra", "Prealgebra",
          "geometry", "Geometry",
          "counting_and_probability", "Counting & Probability",
          "precalculus", "Precalculus");

  /** The eight examples that come with the data set, problem and answer in turn. */
  private static final List<String> OFFICIAL =
      List.of(
          "What is $\\left(\\frac{7}{8}\\right)^3 \\cdot \\left(\\frac{7}{8}\\right)^{-3}$?",
          "1",
          "In how many ways can 4 books be selected from a shelf of 6 books if the order in which"
              + " the books are selected does not matter?",
          "15",
          "Find the distance between the points $(2,1,-4)$ and $(5,8,-3).$",
          "\\sqrt{59}",
          "The faces of an octahedral die are labeled with digits $1$ through $8$. What is the"
              + " probability, expressed as a common fraction, of rolling a sum of $15$ with a pair"
              + " of such octahedral dice?",
          "\\frac{1}{32}",
          "The first three terms of an arithmetic sequence are 1, 10 and 19, respectively. What is"
              + " the value of the 21st term?",
          "181",
          "Calculate $6 \\cdot 8\\frac{1}{3}",
          "50",
          "When the binary number $100101110010_2$ is divided by 4, what is the remainder (give your"
              + " answer in base 10)?",
          "2",
          "How many zeros are at the end of the product 25 $\\times$ 240?",
          "3");

  private final String subject;
  private final String level;
  private final boolean official;
  private final boolean reasoning;

  private MathScenario(String subject, String level, boolean official, boolean reasoning) {
    this.subject = subject;
    this.level = level;
    this.official = official;
    this.reasoning = reasoning;
  }

  static Conversion of(Arguments args) {
    String subject = args.oneOf("subject", SUBJECTS.keySet().stream().sorted().toList());
    MathScenario scenario =
        new MathScenario(
            SUBJECTS.get(subject),
            "Level " + args.oneOf("level", List.of("1", "2", "3", "4", "5")),
            args.truth("use_official_examples"),
            args.truth("use_chain_of_thought"));
    return scenario::instances;
  }

  private List<Instance> instances(HelmData data) {
    Stream<Instance> train = official ? officialExamples() : split(data, Instance.TRAIN);
    return Stream.concat(train, split(data, Instance.TEST)).toList();
  }

  private static Stream<Instance> officialExamples() {
    return Stream.iterate(0, i -> i < OFFICIAL.size(), i -> i + 2)
        .map(
            i ->
                Instance.of(
                    OFFICIAL.get(i), Instances.correct(OFFICIAL.get(i + 1)), Instance.TRAIN));
  }

  private Stream<Instance> split(HelmData data, String split) {
    List<JsonNode> rows =
        new ArrayList<>(
            data.hub(
                "hendrycks/competition_math", REVISION, split, "data/" + split + "-*.parquet"));
    rows.sort(Comparator.comparing(row -> row.path("problem").asText(), MathScenario::codePoints));
    return new NumpyGenerator(SEED)
        .permutation(rows.size())
        .mapToObj(rows::get)
        .filter(row -> row.path("type").asText().equals(subject))
        .filter(row -> row.path("level").asText().equals(level))
        .flatMap(row -> instance(row, split).stream());
  }

  /** None where the solution boxes no answer. */
  private Optional<Instance> instance(JsonNode row, String split) {
    String solution = row.path("solution").asText();
    return (reasoning ? Optional.of(solution) : BoxedAnswer.of(solution))
        .map(answer -> Instance.of(row.path("problem").asText(), Instances.correct(answer), split));
  }

  /** UTF-8's order, which is not that of Java's characters beyond the first plane. */
  private static int codePoints(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length()) {
      int left = a.codePointAt(i);
      int right = b.codePointAt(i);
      if (left != right) {
        return Integer.compare(left, right);
      }
      i += Character.charCount(left);
    }
    return Integer.compare(a.length(), b.length());
  }
}
