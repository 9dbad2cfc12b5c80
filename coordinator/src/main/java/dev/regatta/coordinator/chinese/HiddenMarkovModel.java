package dev.regatta.coordinator.chinese;

import dev.regatta.coordinator.chinese.ChineseWords.Word;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes characters apart that are in no word of the dictionary. Each of them gets a state: it
 * begins (B), continues (M) or ends (E) a word, or is one (S); the word's class may follow.
 */
abstract class HiddenMarkovModel {
  static final double IMPOSSIBLE = -3.14e100;

  private final Pattern foreign;

  /**
   * @param foreign numbers and words of other scripts
   */
  HiddenMarkovModel(Pattern foreign) {
    this.foreign = foreign;
  }

  /** The most likely states of a run of Chinese characters, Viterbi's path. */
  abstract String[] path(String run);

  /** Adds the words of a run of Chinese characters with letters, digits and signs among them. */
  final void cut(String run, List<Word> words) {
    int position = 0;
    while (position < run.length()) {
      int end = ChineseText.runEnd(run, position, ChineseText::isHan);
      if (end > position) {
        cutChinese(run.substring(position, end), words);
      } else {
        end = ChineseText.runEnd(run, position, c -> !ChineseText.isHan(c));
        cutForeign(run.substring(position, end), words);
      }
      position = end;
    }
  }

  private void cutForeign(String run, List<Word> words) {
    Matcher found = foreign.matcher(run);
    int done = 0;
    while (found.find()) {
      add(run.substring(done, found.start()), ChineseWords.OTHER, words);
      add(found.group(), ChineseWords.OTHER, words);
      done = found.end();
    }
    add(run.substring(done), ChineseWords.OTHER, words);
  }

  private void cutChinese(String run, List<Word> words) {
    String[] path = path(run);
    int begin = 0;
    int done = 0;
    for (int i = 0; i < path.length; i++) {
      char place = path[i].charAt(0);
      if (place == 'B') {
        begin = i;
      } else if (place != 'M') {
        add(run.substring(place == 'E' ? begin : i, i + 1), path[i].substring(1), words);
        done = i + 1;
      }
    }
    if (done < run.length()) {
      add(run.substring(done), path[done].substring(1), words);
    }
  }

  private static void add(String text, String tag, List<Word> words) {
    if (!text.isEmpty()) {
      words.add(new Word(text, tag));
    }
  }
}
