package dev.regatta.aggregator.metric;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the letter that reasoning comes to is that of the first correct option (HELM's metric of
 * MMLU-Pro and GPQA).
 */
final class ChainOfThought {
  /** The first that is found counts; the second is HELM's, brackets included. */
  private static final List<Pattern> CONCLUSIONS =
      List.of(
          Pattern.compile("answer is \\(?([A-J])"),
          Pattern.compile("\\[[aA]{2}\\]nswer:" + TextRules.SPACE + "*([A-J])"),
          Pattern.compile("correct answer is[^A-Za-z]*([A-J])"),
          Pattern.compile("correct answer is[^A-Z]*([A-J])"));

  private ChainOfThought() {}

  static double correctness(RequestState state) {
    if (state.outputMapping() == null || state.golds().isEmpty()) {
      return Double.NaN;
    }
    String letter = conclusion(state.completion());
    return letter.equals(first(state.outputMapping(), state.golds().get(0))) ? 1 : 0;
  }

  /** Empty where there is none. */
  static String conclusion(String text) {
    for (Pattern pattern : CONCLUSIONS) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return "";
  }

  /** The first letter that stands for a text; null where none does. */
  private static String first(Map<String, String> options, String text) {
    return options.entrySet().stream()
        .filter(option -> option.getValue().equals(text))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .orElse(null);
  }
}
