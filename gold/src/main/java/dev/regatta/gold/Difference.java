package dev.regatta.gold;

/**
 * One case that did not come out as recorded.
 *
 * @param where the case: its id, its line, or both
 * @param expected what is recorded, around the place where it differs
 * @param found what Regatta computes there, or what was wrong
 */
public record Difference(String where, String expected, String found) {
  private static final int BEFORE = 20;
  private static final int SHOWN = 60;
  private static final int TOLD = 300;

  /** Of a case that could not be compared, or has something that it should not have. */
  static Difference told(String where, Object expected, Object found) {
    return new Difference(
        where, excerpt(String.valueOf(expected), 0, TOLD), excerpt(String.valueOf(found), 0, TOLD));
  }

  static Difference of(String where, Object expected, Object found) {
    String left = String.valueOf(expected);
    String right = String.valueOf(found);
    int same = 0;
    while (same < Math.min(left.length(), right.length())
        && left.charAt(same) == right.charAt(same)) {
      same++;
    }
    int from = Math.max(left.length(), right.length()) <= SHOWN ? 0 : Math.max(0, same - BEFORE);
    return new Difference(where, excerpt(left, from, SHOWN), excerpt(right, from, SHOWN));
  }

  private static String excerpt(String text, int from, int length) {
    int end = Math.min(text.length(), from + length);
    String shown = text.substring(Math.min(from, text.length()), end);
    return ((from > 0 ? "…" : "") + shown + (end < text.length() ? "…" : ""))
        .replace("\r", "\\r")
        .replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return where + ": expected " + expected + ", found " + found;
  }
}
