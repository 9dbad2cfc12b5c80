package dev.regatta.coordinator.perturb;

import java.util.Locale;

/** What Python's strings and regular expressions take for words and case. */
final class PythonText {
  private PythonText() {}

  /**
   * {@code \w}: letters, numbers of any kind and the underscore; unlike Java's, no accents alone.
   */
  static boolean isWord(int c) {
    if (c < 128) {
      return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> false;
    };
  }

  /** {@code \b} at a position. */
  static boolean isWordBoundary(String text, int position) {
    boolean before = position > 0 && isWord(text.codePointBefore(position));
    boolean after = position < text.length() && isWord(text.codePointAt(position));
    return before != after;
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /**
   * {@code target} in the case of {@code source}: all lower, all upper or capitalised. Any
   * character without case, such as a blank, makes {@code source} neither all lower nor all upper.
   */
  static String matchCase(String source, String target) {
    if (source.codePoints().allMatch(Character::isLowerCase)) {
      return lower(target);
    }
    if (source.codePoints().allMatch(Character::isUpperCase)) {
      return upper(target);
    }
    return Character.isUpperCase(source.codePointAt(0)) ? capitalize(target) : target;
  }

  private static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int rest = text.offsetByCodePoints(0, 1);
    String first = Character.toString(Character.toTitleCase(text.codePointAt(0)));
    return first + lower(text.substring(rest));
  }
}
