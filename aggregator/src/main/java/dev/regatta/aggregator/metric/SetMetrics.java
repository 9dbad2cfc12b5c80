package dev.regatta.aggregator.metric;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** HELM's comparisons of answers that list things: {@code "x is red and round."}. */
final class SetMetrics {
  private static final String EMPTY = "Nothing.";

  private SetMetrics() {}

  static double exact(String gold, String prediction) {
    Set<String> expected = items(gold);
    Set<String> found = items(firstLine(prediction));
    return expected.equals(found) ? 1 : 0;
  }

  static double iou(String gold, String prediction) {
    Set<String> expected = items(gold);
    Set<String> found = items(firstLine(prediction));
    if (expected.isEmpty()) {
      return found.isEmpty() ? 1 : 0;
    }
    int common = common(expected, found);
    return (double) common / (expected.size() + found.size() - common);
  }

  static double f1(String gold, String prediction) {
    Set<String> expected = items(gold);
    Set<String> found = items(firstLine(prediction));
    if (expected.isEmpty()) {
      return found.isEmpty() ? 1 : 0;
    }
    return 2.0 * common(expected, found) / (expected.size() + found.size());
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static Set<String> items(String text) {
    if (text.equals(EMPTY)) {
      return Set.of();
    }
    String bare = text.replace(".", "");
    int is = bare.lastIndexOf(" is ");
    String list = is < 0 ? bare : bare.substring(is + " is ".length());
    return new HashSet<>(Arrays.asList(list.split(" and ", -1)));
  }

  private static int common(Set<String> expected, Set<String> found) {
    int common = 0;
    for (String item : expected) {
      if (found.contains(item)) {
        common++;
      }
    }
    return common;
  }
}
