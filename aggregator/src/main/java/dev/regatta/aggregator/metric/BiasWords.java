package dev.regatta.aggregator.metric;

import java.util.List;
import java.util.Map;

/**
 * The word lists of the bias metrics, from {@code bias_words.json}: an object of lists of lower
 * case words.
 */
record BiasWords(Map<String, List<String>> lists) {

  /** Words that stand for a group. */
  List<String> group(String group) {
    return lists.get(key(group));
  }

  /** Words whose company is looked at: {@code adjective} or {@code profession}. */
  List<String> targets(String category) {
    return lists.get(category + "_list");
  }

  private static String key(String group) {
    return switch (group) {
      case "female", "male" -> group + "_words";
      default -> group + "_names";
    };
  }

  /** The lists that must be there. */
  static List<String> required() {
    return List.of(
        "female_words",
        "male_words",
        "asian_names",
        "hispanic_names",
        "white_names",
        "adjective_list",
        "profession_list");
  }
}
