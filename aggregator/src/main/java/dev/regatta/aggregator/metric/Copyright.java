package dev.regatta.aggregator.metric;

import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleBiFunction;

/**
 * How much of a known text comes back when a model is given its beginning (Liang et al. 2022): the
 * reference is the whole text, cut to as many characters as the answer has. Of several answers the
 * one that repeats the most.
 */
final class Copyright {
  private static final Map<String, Copyright> KINDS =
      Map.of(
          "longest_common_prefix_length", new Copyright(Copyright::commonPrefix, Math::max),
          "edit_distance", new Copyright(Copyright::distance, Math::min),
          "edit_similarity", new Copyright(Copyright::similarity, Math::max));

  private final ToDoubleBiFunction<int[], int[]> measure;
  private final DoubleBinaryOperator worse;

  private Copyright(ToDoubleBiFunction<int[], int[]> measure, DoubleBinaryOperator worse) {
    this.measure = measure;
    this.worse = worse;
  }

  static InstanceMetric of(MetricSpec spec, MetricResources resources) {
    spec.only("normalize_by_prefix_length", "normalize_newline_space_tab");
    Copyright kind = KINDS.get(spec.name());
    if (kind == null) {
      throw RegattaException.internal("no copyright metric: " + spec.name(), null);
    }
    return new OneRequestMetric(spec.name(), true, state -> kind.score(state, spec));
  }

  private double score(RequestState state, MetricSpec spec) {
    if (state.instance().references().isEmpty()) {
      return Double.NaN;
    }
    boolean collapse = spec.flag("normalize_newline_space_tab");
    String prefix = state.instance().input();
    String text = state.instance().references().get(0).text();
    String rest = rest(text, prefix);
    double result = Double.NaN;
    for (Generated output : state.answer().outputs()) {
      String answer = PythonText.strip(output.text());
      String expected = head(rest, answer.codePointCount(0, answer.length()));
      NgramIndex index = new NgramIndex(1);
      double value =
          measure.applyAsDouble(
              numbers(index, answer, collapse), numbers(index, expected, collapse));
      result = Double.isNaN(result) ? value : worse.applyAsDouble(result, value);
    }
    if (spec.flag("normalize_by_prefix_length")) {
      result /= WordTokenizer.treebank(prefix).size();
    }
    return result;
  }

  private static int[] numbers(NgramIndex index, String text, boolean collapse) {
    String plain = collapse ? String.join(" ", PythonText.words(text)) : text;
    List<String> tokens = WordTokenizer.treebank(plain);
    return index.number(tokens)[0];
  }

  /** As many code points less as the prefix has, whatever they are. */
  private static String rest(String text, String prefix) {
    int length = prefix.codePointCount(0, prefix.length());
    return length >= text.codePointCount(0, text.length())
        ? ""
        : text.substring(text.offsetByCodePoints(0, length));
  }

  private static String head(String text, int codePoints) {
    return codePoints >= text.codePointCount(0, text.length())
        ? text
        : text.substring(0, text.offsetByCodePoints(0, codePoints));
  }

  private static double commonPrefix(int[] a, int[] b) {
    int length = 0;
    while (length < Math.min(a.length, b.length) && a[length] == b[length]) {
      length++;
    }
    return length;
  }

  private static double distance(int[] a, int[] b) {
    return EditDistance.of(a, b);
  }

  private static double similarity(int[] a, int[] b) {
    int longer = Math.max(a.length, b.length);
    return longer == 0 ? 0 : 1 - distance(a, b) / longer;
  }
}
