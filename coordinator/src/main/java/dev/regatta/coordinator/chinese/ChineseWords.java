package dev.regatta.coordinator.chinese;

import dev.regatta.protocol.RegattaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Cuts Chinese texts into words exactly as the Python package jieba 0.42.1 does: the most likely
 * path through the words of its dictionary, and its hidden Markov model where characters are left
 * over. Thread-safe.
 */
public final class ChineseWords {
  /** The class of whatever is no Chinese word; jieba tells numbers and foreign words apart. */
  public static final String OTHER = "x";

  private final Path directory;
  private final Map<String, Integer> frequencies;
  private final double logTotal;
  private final WordModel model;
  private Tags tags;

  /**
   * A word.
   *
   * @param tag its class, {@code nr} for names of people, where it was asked for
   */
  public record Word(String text, String tag) {}

  /** What only the classes of words need. */
  private record Tags(Map<String, String> byWord, TagModel model) {}

  private ChineseWords(
      Path directory, Map<String, Integer> frequencies, long total, WordModel model) {
    this.directory = directory;
    this.frequencies = frequencies;
    this.logTotal = Math.log(total);
    this.model = model;
  }

  /**
   * @param directory the package: {@code dict.txt}, and the probabilities in {@code finalseg} and
   *     {@code posseg}
   */
  public static ChineseWords read(Path directory) {
    Map<String, Integer> frequencies = new HashMap<>(1 << 20);
    long total = 0;
    for (String[] entry : entries(directory)) {
      int frequency = Integer.parseInt(entry[1]);
      frequencies.put(entry[0], frequency);
      total += frequency;
      for (int end = 1; end < entry[0].length(); end++) {
        frequencies.putIfAbsent(entry[0].substring(0, end), 0);
      }
    }
    return new ChineseWords(
        directory, frequencies, total, WordModel.read(directory.resolve("finalseg")));
  }

  /** Lines of a word, its frequency and its class. */
  private static List<String[]> entries(Path directory) {
    Path file = directory.resolve("dict.txt");
    List<String[]> entries = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] entry = line.strip().split(" ");
        if (entry.length != 3 || !entry[1].matches("\\d{1,9}")) {
          throw RegattaException.user(
              file
                  + ", line "
                  + (entries.size() + 1)
                  + ": "
                  + line
                  + " (expected: a word, its frequency and its class)");
        }
        entries.add(entry);
      }
      return entries;
    } catch (IOException e) {
      throw RegattaException.user(
          "Cannot read " + file + " (expected: the dictionary of jieba): " + e.getMessage());
    }
  }

  /** The words and all that is between them, one character each; together they are the text. */
  public List<String> cut(String text) {
    IntPredicate inWords = c -> ChineseText.isHan(c) || ChineseText.isOneOf(c, "+#&._%-");
    return words(text, inWords, model, Map.of()).stream().map(Word::text).toList();
  }

  /** The same with classes of words, by which jieba cuts a little differently. */
  public List<Word> tagged(String text) {
    Tags known = tags();
    IntPredicate inWords = c -> ChineseText.isHan(c) || ChineseText.isOneOf(c, "+#&._");
    return words(text, inWords, known.model(), known.byWord());
  }

  private synchronized Tags tags() {
    if (tags == null) {
      Map<String, String> byWord = new HashMap<>(1 << 20);
      entries(directory).forEach(entry -> byWord.put(entry[0], entry[2].intern()));
      tags = new Tags(byWord, TagModel.read(directory.resolve("posseg")));
    }
    return tags;
  }

  private List<Word> words(
      String text, IntPredicate inWords, HiddenMarkovModel unknown, Map<String, String> classes) {
    List<Word> words = new ArrayList<>();
    int position = 0;
    while (position < text.length()) {
      int end = ChineseText.runEnd(text, position, inWords);
      if (end > position) {
        new Block(text.substring(position, end), unknown, classes, words).cut();
      } else {
        end =
            text.startsWith("\r\n", position) ? position + 2 : text.offsetByCodePoints(position, 1);
        words.add(new Word(text.substring(position, end), OTHER));
      }
      position = end;
    }
    return words;
  }

  /** A run of characters that words can be made of, all in the basic plane. */
  private final class Block {
    private final String text;
    private final HiddenMarkovModel unknown;
    private final Map<String, String> classes;
    private final List<Word> words;

    Block(String text, HiddenMarkovModel unknown, Map<String, String> classes, List<Word> words) {
      this.text = text;
      this.unknown = unknown;
      this.classes = classes;
      this.words = words;
    }

    void cut() {
      int[] route = route();
      int pending = 0;
      for (int start = 0; start < text.length(); start = route[start]) {
        if (route[start] - start > 1) {
          leftOver(text.substring(pending, start));
          add(text.substring(start, route[start]));
          pending = route[start];
        }
      }
      leftOver(text.substring(pending));
    }

    /** Where the word that begins at a place ends, on the most likely path to the end. */
    private int[] route() {
      int[] ends = new int[text.length()];
      double[] best = new double[text.length() + 1];
      for (int start = text.length() - 1; start >= 0; start--) {
        best[start] = Double.NEGATIVE_INFINITY;
        boolean known = false;
        for (int end = start + 1; end <= text.length(); end++) {
          Integer frequency = frequencies.get(text.substring(start, end));
          if (frequency == null) {
            break;
          }
          if (frequency > 0) {
            known = true;
            consider(start, end, frequency, ends, best);
          }
        }
        if (!known) {
          consider(start, start + 1, 1, ends, best);
        }
      }
      return ends;
    }

    /** Of equally likely words the longest wins. */
    private void consider(int start, int end, int frequency, int[] ends, double[] best) {
      double likelihood = Math.log(frequency) - logTotal + best[end];
      if (likelihood >= best[start]) {
        best[start] = likelihood;
        ends[start] = end;
      }
    }

    private void leftOver(String run) {
      if (run.length() > 1 && frequencies.getOrDefault(run, 0) == 0) {
        unknown.cut(run, words);
      } else {
        run.chars().forEach(c -> add(Character.toString(c)));
      }
    }

    private void add(String word) {
      words.add(new Word(word, classes.getOrDefault(word, OTHER)));
    }
  }
}
