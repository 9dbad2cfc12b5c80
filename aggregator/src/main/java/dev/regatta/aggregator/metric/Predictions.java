package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How HELM takes the answer out of a completion. */
final class Predictions {
  private static final Comparator<Generated> BY_LOGPROB =
      Comparator.comparingDouble(Generated::logprob).reversed();

  private final Optional<Pattern> pattern;

  Predictions(Optional<Pattern> pattern) {
    this.pattern = pattern;
  }

  /** Likeliest first; ties keep their order. */
  static List<Generated> byLogprob(List<Generated> outputs) {
    if (outputs.size() == 1) {
      return outputs;
    }
    List<Generated> sorted = new ArrayList<>(outputs);
    sorted.sort(BY_LOGPROB);
    return sorted;
  }

  /**
   * The completion stripped; where there are option labels, what the label stands for, or null
   * where it stands for nothing.
   */
  String of(String completion, Map<String, String> outputMapping) {
    String text = PythonText.strip(completion);
    if (outputMapping == null) {
      return text;
    }
    return outputMapping.get(pattern.map(p -> found(p, text)).orElse(text));
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return "";
    }
    String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    return group == null ? "" : group;
  }
}
