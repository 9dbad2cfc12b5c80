package dev.regatta.coordinator.chinese;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How texts are pronounced, as the Python package pypinyin 0.49 tells it with its default settings:
 * the longest phrases of its dictionary that a text begins with, else character by character, each
 * by its first reading. Thread-safe.
 */
public final class Pinyin {
  private final Map<Integer, String> readings = new HashMap<>();
  private final Map<String, String> phrases = new HashMap<>();
  private final Set<String> beginnings = new HashSet<>();

  private Pinyin(Map<String, String> characters, Map<String, List<List<String>>> phrases) {
    characters.forEach(
        (code, pinyin) -> readings.put(Integer.decode(code), pinyin.split(",", 2)[0]));
    phrases.forEach(
        (phrase, syllables) -> {
          StringBuilder pinyin = new StringBuilder();
          syllables.forEach(syllable -> pinyin.append(syllable.get(0)));
          this.phrases.put(phrase, pinyin.toString());
          for (int end = phrase.offsetByCodePoints(0, 1);
              end <= phrase.length();
              end += end < phrase.length() ? Character.charCount(phrase.codePointAt(end)) : 1) {
            beginnings.add(phrase.substring(0, end));
          }
        });
  }

  /**
   * @param directory the package: {@code pinyin_dict.py} and {@code phrases_dict.py}
   */
  public static Pinyin read(Path directory) {
    return new Pinyin(
        PythonLiterals.dictionary(directory.resolve("pinyin_dict.py"), new TypeReference<>() {}),
        PythonLiterals.dictionary(directory.resolve("phrases_dict.py"), new TypeReference<>() {}));
  }

  /** The syllables with their tones, without anything between them; other characters stay. */
  public String of(String text) {
    StringBuilder pinyin = new StringBuilder();
    int position = 0;
    while (position < text.length()) {
      int end = ChineseText.runEnd(text, position, Pinyin::isChinese);
      if (end > position) {
        append(text.substring(position, end), pinyin);
      } else {
        end = ChineseText.runEnd(text, position, c -> !isChinese(c));
        pinyin.append(text, position, end);
      }
      position = end;
    }
    return pinyin.toString();
  }

  private void append(String chinese, StringBuilder pinyin) {
    int position = 0;
    while (position < chinese.length()) {
      int end = longestBeginning(chinese, position);
      if (phrases.containsKey(chinese.substring(position, end))) {
        pinyin.append(phrases.get(chinese.substring(position, end)));
        position = end;
      } else {
        // A beginning that is no phrase gives up its first character, all of them at the end.
        boolean allOfIt = end == chinese.length() && end > position;
        int given = allOfIt ? end : chinese.offsetByCodePoints(position, 1);
        chinese.substring(position, given).codePoints().forEach(c -> pinyin.append(reading(c)));
        position = given;
      }
    }
  }

  private String reading(int character) {
    String text = Character.toString(character);
    return phrases.getOrDefault(text, readings.getOrDefault(character, text));
  }

  private int longestBeginning(String chinese, int start) {
    int end = start;
    while (end < chinese.length()) {
      int next = chinese.offsetByCodePoints(end, 1);
      if (!beginnings.contains(chinese.substring(start, next))) {
        break;
      }
      end = next;
    }
    return end;
  }

  /** The characters that pypinyin looks up. */
  private static boolean isChinese(int c) {
    return c >= 0x3400 && c <= 0x4DBF
        || c >= 0x4E00 && c <= 0x9FFF
        || c >= 0xF900 && c <= 0xFAFF
        || c >= 0x20000 && c <= 0x2A6DF
        || c >= 0x2A703 && c <= 0x2B73F
        || c >= 0x2B740 && c <= 0x2B81D
        || c >= 0x2B825 && c <= 0x2BF6E
        || c >= 0x2C029 && c <= 0x2CE93
        || c >= 0xE815 && c <= 0xE864
        || c >= 0x2F80A && c <= 0x2FA1F
        || c == 0x3007
        || c == 0x2D016
        || c == 0x30EDD
        || c == 0x30EDE;
  }
}
