package dev.regatta.aggregator.metric;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HELM's string matches. An empty prediction scores 0. */
final class MatchMetrics {
  /** HELM leaves the dot unescaped: it stands for any character. */
  private static final Pattern NUMBER =
      Pattern.compile("-?[\\p{Nd},]+(?:.\\p{Nd}+)?", Pattern.UNIX_LINES);

  /** With the dot that was meant. */
  private static final Pattern DECIMAL = Pattern.compile("-?[\\p{Nd},]+(?:\\.\\p{Nd}+)?");

  private static final Pattern CLEVA_RESULT = Pattern.compile("[-+*/%.()\\p{Nd}]+");

  private MatchMetrics() {}

  static double exactMatch(String gold, String prediction) {
    return score(
        !prediction.isEmpty() && PythonText.strip(gold).equals(PythonText.strip(prediction)));
  }

  static double quasiExactMatch(String gold, String prediction) {
    return score(
        !prediction.isEmpty()
            && Normalizer.normalize(gold).equals(Normalizer.normalize(prediction)));
  }

  static double quasiLeaveArticlesExactMatch(String gold, String prediction) {
    return score(
        !prediction.isEmpty()
            && Normalizer.normalizeKeepingArticles(gold)
                .equals(Normalizer.normalizeKeepingArticles(prediction)));
  }

  static double prefixExactMatch(String gold, String prediction) {
    return score(
        !prediction.isEmpty() && PythonText.strip(prediction).startsWith(PythonText.strip(gold)));
  }

  static double quasiPrefixExactMatch(String gold, String prediction) {
    return score(
        !prediction.isEmpty()
            && Normalizer.normalize(prediction).startsWith(Normalizer.normalize(gold)));
  }

  static double exactMatchIndicator(String gold, String prediction) {
    return exactMatch(lastPiece(gold), lastPiece(prediction));
  }

  static double finalNumberExactMatch(String gold, String prediction) {
    return exactMatch(lastNumber(gold), lastNumber(prediction));
  }

  /** As {@link #finalNumberExactMatch}, where only a dot stands before decimals. */
  static double finalDecimalExactMatch(String gold, String prediction) {
    return exactMatch(
        last(DECIMAL, gold, "").replace(",", ""), last(DECIMAL, prediction, "").replace(",", ""));
  }

  static double clevaMathResultMatch(String gold, String prediction) {
    String result = last(CLEVA_RESULT, prediction, prediction);
    int start = 0;
    while (start < result.length() && result.charAt(start) == ')') {
      start++;
    }
    return exactMatch(gold, result.substring(start));
  }

  /** F1 of the sets of words: repeated words count once. */
  static double f1(String gold, String prediction) {
    Set<String> expected = Normalizer.tokens(gold);
    Set<String> found = Normalizer.tokens(prediction);
    if (expected.isEmpty() || found.isEmpty()) {
      return 0;
    }
    long common = expected.stream().filter(found::contains).count();
    if (common == 0) {
      return 0;
    }
    double precision = (double) common / found.size();
    double recall = (double) common / expected.size();
    return 2 * precision * recall / (precision + recall);
  }

  /** Distance of two integers; what does not parse counts as 0. */
  static double absoluteValueDifference(String gold, String prediction) {
    return Math.abs(integer(gold) - integer(prediction));
  }

  private static double integer(String text) {
    // Digits without end are no number either: an infinite score would be the mean of the run.
    return PythonNumbers.parseInt(text.replace(",", ""))
        .map(Number::doubleValue)
        .filter(Double::isFinite)
        .orElse(0.0);
  }

  private static String lastPiece(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
  }

  private static String lastNumber(String text) {
    return last(NUMBER, text, "").replace(",", "");
  }

  private static String last(Pattern pattern, String text, String otherwise) {
    Matcher matcher = pattern.matcher(text);
    String found = otherwise;
    while (matcher.find()) {
      found = matcher.group();
    }
    return found;
  }

  private static double score(boolean match) {
    return match ? 1 : 0;
  }
}
