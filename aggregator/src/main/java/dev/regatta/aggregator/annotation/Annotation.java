package dev.regatta.aggregator.annotation;

import java.io.Serializable;

/**
 * What an annotator found.
 *
 * @param subject id of the subject
 * @param outcome of a program; null for other subjects
 * @param score a probability; NaN where there is none
 * @param tests tests of a program; 0 for other subjects
 * @param testsPassed of them passed
 * @param message what went wrong; null where nothing did
 * @param seconds how long it took
 */
public record Annotation(
    String subject,
    Outcome outcome,
    double score,
    int tests,
    int testsPassed,
    String message,
    double seconds)
    implements Serializable {

  /** What a program came to. */
  public static Annotation program(
      String subject, Outcome outcome, int tests, int testsPassed, String message, double seconds) {
    return new Annotation(subject, outcome, Double.NaN, tests, testsPassed, message, seconds);
  }

  /** What a classifier said. */
  public static Annotation score(String subject, double score, double seconds) {
    return new Annotation(subject, null, score, 0, 0, null, seconds);
  }

  public boolean passed() {
    return outcome == Outcome.PASSED;
  }

  /** Whether it says nothing of the subject. */
  public boolean error() {
    return outcome == Outcome.ERROR;
  }

  /** The same without what nobody computes with. */
  Annotation brief() {
    return message == null
        ? this
        : new Annotation(subject, outcome, score, tests, testsPassed, null, seconds);
  }
}
