package dev.regatta.coordinator.perturb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Simplified to traditional characters as OpenCC's configuration {@code s2t} converts them: the
 * longest phrase that begins at a place, else the character, by OpenCC's dictionaries.
 */
final class ChineseScript {
  private static final String PHRASES = "STPhrases.txt";
  private static final String CHARACTERS = "STCharacters.txt";

  private final Map<String, String> phrases;
  private final Map<String, String> characters;
  private final int longest;

  private ChineseScript(Map<String, String> phrases, Map<String, String> characters) {
    this.phrases = phrases;
    this.characters = characters;
    this.longest = phrases.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /**
   * @param directory that holds OpenCC's {@code STPhrases.txt} and {@code STCharacters.txt}
   */
  static ChineseScript read(Path directory) {
    return new ChineseScript(
        dictionary(directory.resolve(PHRASES)), dictionary(directory.resolve(CHARACTERS)));
  }

  String toTraditional(String text) {
    StringBuilder result = new StringBuilder(text.length());
    int position = 0;
    while (position < text.length()) {
      int end = phraseEnd(text, position);
      if (end > position) {
        result.append(phrases.get(text.substring(position, end)));
      } else {
        end = text.offsetByCodePoints(position, 1);
        String character = text.substring(position, end);
        result.append(characters.getOrDefault(character, character));
      }
      position = end;
    }
    return result.toString();
  }

  private int phraseEnd(String text, int start) {
    for (int end = Math.min(text.length(), start + longest); end > start; end--) {
      if (phrases.containsKey(text.substring(start, end))) {
        return end;
      }
    }
    return start;
  }

  /** Lines of a key, a tab, and values of which the first counts. */
  private static Map<String, String> dictionary(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      Map<String, String> entries = new HashMap<>();
      lines
          .filter(line -> !line.startsWith("#") && line.contains("\t"))
          .map(line -> line.split("\t", 2))
          .forEach(entry -> entries.put(entry[0], entry[1].split(" ")[0]));
      return entries;
    } catch (IOException e) {
      throw PerturbationResources.unreadable(file, "a dictionary of OpenCC", e);
    }
  }
}
