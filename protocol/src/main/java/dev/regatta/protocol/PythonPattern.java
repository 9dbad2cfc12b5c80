package dev.regatta.protocol;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions in Python's syntax, as adapter specs hold them. */
public final class PythonPattern {
  private PythonPattern() {}

  /**
   * A pattern that matches what Python's {@code re} would: {@code \w} and {@code \b} know all
   * letters, dot and dollar know the line feed alone.
   *
   * @param key what the message of an error calls it
   * @throws RegattaException USER where it is no regular expression
   */
  public static Pattern compile(String key, String source) {
    try {
      return Pattern.compile(
          translated(source), Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES);
    } catch (PatternSyntaxException e) {
      throw RegattaException.user(
          key + " \"" + source + "\" (expected: a regular expression): " + e.getDescription());
    }
  }

  /**
   * Names of groups, the end of the text, and brackets inside of brackets are written otherwise.
   */
  private static String translated(String source) {
    StringBuilder java = new StringBuilder();
    int set = -1;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\' && i + 1 < source.length()) {
        char escaped = source.charAt(++i);
        java.append(c).append(escaped == 'Z' ? 'z' : escaped);
      } else if (set < 0 && source.startsWith("(?P<", i)) {
        java.append("(?<");
        i += "(?P<".length() - 1;
      } else if (set < 0 && source.startsWith("(?P=", i) && source.indexOf(')', i) > 0) {
        int end = source.indexOf(')', i);
        java.append("\\k<").append(source, i + "(?P=".length(), end).append('>');
        i = end;
      } else if (set < 0 && c == '[') {
        // A bracket at the very beginning of a set is one of its characters.
        set = source.startsWith("^", i + 1) ? i + 2 : i + 1;
        java.append(source, i, set);
        i = set - 1;
      } else if (set >= 0 && c == ']' && i > set) {
        set = -1;
        java.append(c);
      } else if (set >= 0 && (c == '[' || c == ']' || c == '&')) {
        java.append('\\').append(c);
      } else {
        java.append(c);
      }
    }
    return java.toString();
  }
}
