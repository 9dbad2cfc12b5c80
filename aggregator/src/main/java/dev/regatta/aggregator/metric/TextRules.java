package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Replacements applied to a text one after the other, in Python's meaning of white space and word.
 * A rule is looked at only where the text has one of the characters that it cannot match without.
 */
final class TextRules {
  static final String SPACE =
      "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
  static final String WORD = "[\\p{L}\\p{N}_]";
  static final String WORD_STARTS = "(?<!" + WORD + ")(?=" + WORD + ")";
  static final String WORD_ENDS = "(?<=" + WORD + ")(?!" + WORD + ")";

  private record Rule(Pattern pattern, String replacement, Characters needed, String literal) {

    /**
     * Whether it is worth a try.
     *
     * @param lower the text in lower case, before any rule
     */
    boolean mayMatch(Characters present, String lower) {
      return (needed.isEmpty() || needed.meets(present)) && lower.contains(literal);
    }
  }

  private final List<Rule> rules = new ArrayList<>();

  /**
   * Adds a rule.
   *
   * @param needed characters, one of which every match has; empty where the rule is always tried
   * @param pattern Java's syntax; lines end with a line feed only
   * @param replacement may refer to groups
   */
  TextRules add(String needed, String pattern, String replacement) {
    rules.add(rule(pattern, replacement, Characters.of(needed), ""));
    return this;
  }

  /**
   * Adds a rule that is looked at only where the text has a certain piece.
   *
   * @param literal the piece in lower case; the rules before must not make one
   */
  TextRules addWhere(String literal, String pattern, String replacement) {
    rules.add(rule(pattern, replacement, Characters.of(""), literal));
    return this;
  }

  private static Rule rule(String pattern, String replacement, Characters needed, String literal) {
    return new Rule(Pattern.compile(pattern, Pattern.UNIX_LINES), replacement, needed, literal);
  }

  String apply(String text) {
    Characters present = Characters.of(text);
    String lower = PythonText.lower(text);
    String result = text;
    for (Rule rule : rules) {
      if (rule.mayMatch(present, lower)) {
        result = rule.pattern.matcher(result).replaceAll(rule.replacement);
      }
    }
    return result;
  }

  /** A set of characters; those beyond ASCII count as one. */
  private record Characters(long low, long high, boolean beyond) {

    static Characters of(String text) {
      long low = 0;
      long high = 0;
      boolean beyond = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c < Long.SIZE) {
          low |= 1L << c;
        } else if (c < 2 * Long.SIZE) {
          high |= 1L << c;
        } else {
          beyond = true;
        }
      }
      return new Characters(low, high, beyond);
    }

    boolean isEmpty() {
      return low == 0 && high == 0 && !beyond;
    }

    boolean meets(Characters other) {
      return (low & other.low) != 0 || (high & other.high) != 0 || beyond && other.beyond;
    }
  }
}
