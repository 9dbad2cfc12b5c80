package dev.regatta.worker.runtime.simulated;

/** Finds the lettered options of a multiple-choice question. */
final class Options {
  private static final int MOST = 26;

  private Options() {}

  /**
   * Options of the last question: lines {@code A. ...}, {@code B. ...} (or {@code A) ...}) that
   * follow each other; 0 where there are none.
   */
  static int count(String text) {
    int at = lastFirstOption(text);
    int count = 0;
    while (at >= 0 && count < MOST && isOption(text, at + 1, (char) ('A' + count))) {
      count++;
      at = text.indexOf('\n', at + 1);
    }
    return count;
  }

  /** Forwards, since {@code indexOf} is an intrinsic of the JVM and {@code lastIndexOf} is not. */
  private static int lastFirstOption(String text) {
    int last = -1;
    for (int at = text.indexOf("\nA"); at >= 0; at = text.indexOf("\nA", at + 1)) {
      if (isOption(text, at + 1, 'A')) {
        last = at;
      }
    }
    return last;
  }

  private static boolean isOption(String text, int at, char letter) {
    return at + 2 < text.length()
        && text.charAt(at) == letter
        && (text.charAt(at + 1) == '.' || text.charAt(at + 1) == ')')
        && text.charAt(at + 2) == ' ';
  }
}
