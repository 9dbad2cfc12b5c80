package dev.regatta.aggregator.metric;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Porter's stemmer (An algorithm for suffix stripping, 1980) with the extensions that NLTK applies
 * unless told otherwise. Words are lower case.
 */
final class PorterStemmer {
  /** Zipf's law: a small table of recent words answers most calls. */
  private static final int CACHED = 1 << 13;

  private static final int SHORTEST = 3;
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("sky", "sky"),
          Map.entry("skies", "sky"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("tying", "tie"),
          Map.entry("news", "news"),
          Map.entry("innings", "inning"),
          Map.entry("inning", "inning"),
          Map.entry("outings", "outing"),
          Map.entry("outing", "outing"),
          Map.entry("cannings", "canning"),
          Map.entry("canning", "canning"),
          Map.entry("howe", "howe"),
          Map.entry("proceed", "proceed"),
          Map.entry("exceed", "exceed"),
          Map.entry("succeed", "succeed"));

  private static final List<Rule> PLURALS =
      List.of(always("sses", "ss"), always("ies", "i"), always("ss", "ss"), always("s", ""));
  private static final List<Rule> DOUBLE_SUFFIXES =
      List.of(
          measured("ational", "ate"),
          measured("tional", "tion"),
          measured("enci", "ence"),
          measured("anci", "ance"),
          measured("izer", "ize"),
          measured("bli", "ble"),
          measured("alli", "al"),
          measured("entli", "ent"),
          measured("eli", "e"),
          measured("ousli", "ous"),
          measured("ization", "ize"),
          measured("ation", "ate"),
          measured("ator", "ate"),
          measured("alism", "al"),
          measured("iveness", "ive"),
          measured("fulness", "ful"),
          measured("ousness", "ous"),
          measured("aliti", "al"),
          measured("iviti", "ive"),
          measured("biliti", "ble"),
          measured("fulli", "ful"),
          new Rule("logi", "log", stem -> measure(stem + "l") > 0));
  private static final List<Rule> ADJECTIVES =
      List.of(
          measured("icate", "ic"),
          measured("ative", ""),
          measured("alize", "al"),
          measured("iciti", "ic"),
          measured("ical", "ic"),
          measured("ful", ""),
          measured("ness", ""));
  private static final List<Rule> ENDINGS =
      List.of(
          longer("al"),
          longer("ance"),
          longer("ence"),
          longer("er"),
          longer("ic"),
          longer("able"),
          longer("ible"),
          longer("ant"),
          longer("ement"),
          longer("ment"),
          longer("ent"),
          new Rule(
              "ion", "", stem -> measure(stem) > 1 && (stem.endsWith("s") || stem.endsWith("t"))),
          longer("ou"),
          longer("ism"),
          longer("ate"),
          longer("iti"),
          longer("ous"),
          longer("ive"),
          longer("ize"));

  private static final Entry[] CACHE = new Entry[CACHED];

  private PorterStemmer() {}

  private record Entry(String word, String stem) {}

  /** The first rule whose suffix fits decides, whether or not its condition holds. */
  private record Rule(String suffix, String replacement, Predicate<String> condition) {}

  static String stem(String word) {
    int slot = word.hashCode() & CACHED - 1;
    Entry known = CACHE[slot];
    if (known == null || !known.word.equals(word)) {
      known = new Entry(word, compute(word));
      CACHE[slot] = known;
    }
    return known.stem;
  }

  private static String compute(String word) {
    String irregular = IRREGULAR.get(word);
    if (irregular != null || word.length() < SHORTEST) {
      return Objects.requireNonNullElse(irregular, word);
    }
    String stem = participle(plural(word));
    stem = doubleSuffix(finalY(stem));
    return finalL(finalE(apply(ENDINGS, apply(ADJECTIVES, stem))));
  }

  private static String plural(String word) {
    return word.length() == 4 && word.endsWith("ies") ? word.substring(0, 3) : apply(PLURALS, word);
  }

  private static String participle(String word) {
    if (word.endsWith("ied")) {
      return word.substring(0, word.length() - (word.length() == 4 ? 1 : 2));
    }
    if (word.endsWith("eed")) {
      return measure(less(word, 3)) > 0 ? less(word, 1) : word;
    }
    for (String suffix : List.of("ed", "ing")) {
      if (word.endsWith(suffix) && hasVowel(less(word, suffix.length()))) {
        return restored(less(word, suffix.length()));
      }
    }
    return word;
  }

  /** The end of a verb whose -ed or -ing is gone. */
  private static String restored(String stem) {
    if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
      return stem + "e";
    }
    int last = stem.length() - 1;
    if (last >= 1 && stem.charAt(last) == stem.charAt(last - 1) && consonant(stem, last)) {
      return "lsz".indexOf(stem.charAt(last)) >= 0 ? stem : less(stem, 1);
    }
    return measure(stem) == 1 && endsShort(stem) ? stem + "e" : stem;
  }

  private static String finalY(String word) {
    int last = word.length() - 1;
    boolean turns = last > 1 && word.charAt(last) == 'y' && consonant(word, last - 1);
    return turns ? less(word, 1) + "i" : word;
  }

  private static String doubleSuffix(String word) {
    if (word.endsWith("alli") && measure(less(word, 4)) > 0) {
      return doubleSuffix(less(word, 2));
    }
    return apply(DOUBLE_SUFFIXES, word);
  }

  private static String finalE(String word) {
    if (!word.endsWith("e")) {
      return word;
    }
    String stem = less(word, 1);
    int measure = measure(stem);
    return measure > 1 || measure == 1 && !endsShort(stem) ? stem : word;
  }

  private static String finalL(String word) {
    return word.endsWith("ll") && measure(less(word, 1)) > 1 ? less(word, 1) : word;
  }

  private static String apply(List<Rule> rules, String word) {
    for (Rule rule : rules) {
      if (word.endsWith(rule.suffix)) {
        String stem = less(word, rule.suffix.length());
        return rule.condition.test(stem) ? stem + rule.replacement : word;
      }
    }
    return word;
  }

  private static Rule always(String suffix, String replacement) {
    return new Rule(suffix, replacement, stem -> true);
  }

  private static Rule measured(String suffix, String replacement) {
    return new Rule(suffix, replacement, stem -> measure(stem) > 0);
  }

  private static Rule longer(String suffix) {
    return new Rule(suffix, "", stem -> measure(stem) > 1);
  }

  private static String less(String word, int letters) {
    return word.substring(0, word.length() - letters);
  }

  private static boolean consonant(String word, int i) {
    return switch (word.charAt(i)) {
      case 'a', 'e', 'i', 'o', 'u' -> false;
      case 'y' -> i == 0 || !consonant(word, i - 1);
      default -> true;
    };
  }

  /** How often a vowel is followed by a consonant. */
  private static int measure(String stem) {
    int measure = 0;
    boolean vowel = false;
    for (int i = 0; i < stem.length(); i++) {
      boolean consonant = consonantAfter(stem, i, vowel);
      measure += vowel && consonant ? 1 : 0;
      vowel = !consonant;
    }
    return measure;
  }

  /** As {@link #consonant}, where it is known what the letter before is. */
  private static boolean consonantAfter(String word, int i, boolean vowelBefore) {
    return word.charAt(i) == 'y' ? i == 0 || vowelBefore : consonant(word, i);
  }

  private static boolean hasVowel(String stem) {
    for (int i = 0; i < stem.length(); i++) {
      if (!consonant(stem, i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Consonant, vowel, consonant at the end, the last none of w, x, y; or a vowel and a consonant.
   */
  private static boolean endsShort(String word) {
    int last = word.length() - 1;
    if (last == 1) {
      return !consonant(word, 0) && consonant(word, 1);
    }
    return last >= 2
        && consonant(word, last - 2)
        && !consonant(word, last - 1)
        && consonant(word, last)
        && "wxy".indexOf(word.charAt(last)) < 0;
  }
}
