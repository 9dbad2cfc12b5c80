package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Translation edit rate (Snover et al. 2006) as sacrebleu computes it by default: edits and shifts
 * of phrases that turn the prediction into the reference, lower case, found greedily within
 * Tercom's limits.
 */
final class Ter {
  private static final int MOST_CANDIDATES = 1000;
  private static final int FARTHEST = 50;
  private static final int LONGEST = 10;

  private final int[] reference;
  private int candidates;

  private Ter(int[] reference) {
    this.reference = reference;
  }

  /**
   * Of one prediction.
   *
   * @param fewest edits over the references
   * @param length of all references together
   */
  record Edits(int fewest, int length) {}

  static Edits edits(List<String> golds, String prediction) {
    int fewest = Integer.MAX_VALUE;
    int length = 0;
    for (String gold : golds) {
      NgramIndex index = new NgramIndex(1);
      int[] expected = numbers(index, gold);
      fewest = Math.min(fewest, new Ter(expected).edits(numbers(index, prediction)));
      length += expected.length;
    }
    return new Edits(fewest, length);
  }

  /** Percent. */
  static double score(double edits, double length) {
    if (length > 0) {
      return 100 * edits / length;
    }
    return edits > 0 ? 100 : 0;
  }

  private static int[] numbers(NgramIndex index, String text) {
    return index.number(PythonText.words(PythonText.lower(text)))[0];
  }

  private int edits(int[] hypothesis) {
    if (reference.length == 0) {
      return hypothesis.length;
    }
    int[] words = hypothesis;
    int shifts = 0;
    while (true) {
      Shift best = bestShift(words);
      if (candidates >= MOST_CANDIDATES || best == null || best.gain <= 0) {
        return shifts + new TerAlignment(words, reference).edits();
      }
      shifts++;
      words = best.words;
    }
  }

  private record Shift(int gain, int length, int start, int target, int[] words) {
    boolean betterThan(Shift other) {
      if (other == null || gain != other.gain) {
        return other == null || gain > other.gain;
      }
      if (length != other.length) {
        return length > other.length;
      }
      return start != other.start ? start < other.start : target < other.target;
    }
  }

  private record Match(int start, int at, int length) {}

  private Shift bestShift(int[] words) {
    TerAlignment alignment = new TerAlignment(words, reference);
    Shift best = null;
    for (Match match : matches(words)) {
      if (!alignment.wrong(match.start, match.at, match.length)) {
        continue;
      }
      int previous = -1;
      for (int offset = -1; offset < match.length; offset++) {
        int place = match.at + offset;
        int target = place < 0 ? 0 : alignment.of(place) + 1;
        if (target == previous) {
          continue;
        }
        previous = target;
        int[] shifted = shift(words, match.start, match.length, target);
        int gain = alignment.edits() - new TerAlignment(shifted, reference).edits();
        Shift shift = new Shift(gain, match.length, match.start, target, shifted);
        candidates++;
        if (shift.betterThan(best)) {
          best = shift;
        }
      }
      if (candidates >= MOST_CANDIDATES) {
        break;
      }
    }
    return best;
  }

  private List<Match> matches(int[] words) {
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      for (int j = Math.max(0, i - FARTHEST); j < reference.length && j <= i + FARTHEST; j++) {
        int length = 0;
        while (length < LONGEST
            && i + length < words.length
            && j + length < reference.length
            && words[i + length] == reference[j + length]) {
          matches.add(new Match(i, j, ++length));
        }
      }
    }
    return matches;
  }

  private static int[] shift(int[] words, int start, int length, int target) {
    int[] moved = Arrays.copyOfRange(words, start, start + length);
    if (target < start) {
      int[] between = Arrays.copyOfRange(words, target, start);
      return joined(words, target, moved, between, start + length);
    }
    int end = target > start + length ? target : length + target;
    int[] between =
        Arrays.copyOfRange(
            words, Math.min(start + length, words.length), Math.min(end, words.length));
    return joined(words, start, between, moved, Math.min(end, words.length));
  }

  private static int[] joined(int[] words, int head, int[] first, int[] second, int tail) {
    int[] result = Arrays.copyOf(words, words.length);
    System.arraycopy(first, 0, result, head, first.length);
    System.arraycopy(second, 0, result, head + first.length, second.length);
    System.arraycopy(words, tail, result, head + first.length + second.length, words.length - tail);
    return result;
  }
}
