package dev.regatta.aggregator.annotation;

import java.util.Locale;

/** How a program ended. */
public enum Outcome {
  PASSED,
  FAILED,
  TIMED_OUT,
  /** It was not run: the sandbox is at fault. Says nothing of the program. */
  ERROR;

  /** As the table of annotations has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Outcome of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
