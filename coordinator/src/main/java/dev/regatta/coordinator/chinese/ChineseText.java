package dev.regatta.coordinator.chinese;

import java.util.function.IntPredicate;

/** Classes of characters. */
final class ChineseText {
  private ChineseText() {}

  /** What jieba takes for a character of Chinese words. */
  static boolean isHan(int c) {
    return c >= 0x4E00 && c <= 0x9FD5;
  }

  static boolean isLetterOrDigit(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c);
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isOneOf(int c, String characters) {
    return isLetterOrDigit(c) || characters.indexOf(c) >= 0;
  }

  /** Where the characters of a kind that begin at a place end. */
  static int runEnd(String text, int start, IntPredicate kind) {
    int end = start;
    while (end < text.length() && kind.test(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }
}
