package dev.regatta.aggregator.metric;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What HELM's OutputProcessingMetric does to the texts of a model before the metrics inside of it
 * see them. Among the metrics of a run it stands as {@value #NAME}, and changes all of them.
 */
final class OutputProcessor {
  private static final String NAME = "process_output";
  private static final String FUNCTION = "function";

  private static final String OPEN = "<think>";
  private static final String CLOSED = "</think>";

  /** By module and name of HELM's function. */
  private static final Map<String, UnaryOperator<String>> FUNCTIONS =
      Map.of(
          "output_processors.remove_thinking", OutputProcessor::withoutThinking,
          "output_processing_metric.remove_thinking", OutputProcessor::afterThinking);

  private OutputProcessor() {}

  /** Whether a function of HELM's is one of those that there are here. */
  static boolean known(String function) {
    return FUNCTIONS.containsKey(name(function));
  }

  /** How a run tells of a function that is known. */
  static String metric(String function) {
    return new MetricSpec(NAME, Map.of()).with(FUNCTION, name(function)).toString();
  }

  static boolean is(MetricSpec spec) {
    return spec.name().equals(NAME);
  }

  /** The states with their texts as the function leaves them. */
  static List<RequestState> process(MetricSpec spec, List<RequestState> states) {
    UnaryOperator<String> function = FUNCTIONS.get(spec.text(FUNCTION, ""));
    return states.stream().map(state -> state.answered(state.answer().with(function))).toList();
  }

  /** The last two parts: what is before them differs between writers. */
  private static String name(String function) {
    int dot = function.lastIndexOf('.', Math.max(0, function.lastIndexOf('.') - 1));
    return function.substring(dot + 1);
  }

  /** From the first opening to the last end; a block that does not end goes as a whole. */
  private static String withoutThinking(String text) {
    int open = text.indexOf(OPEN);
    if (open < 0) {
      return text;
    }
    int end = text.lastIndexOf(CLOSED);
    if (end < open) {
      return text.substring(0, open);
    }
    String rest = text.substring(0, open) + text.substring(end + CLOSED.length());
    int again = rest.indexOf(OPEN);
    return again < 0 ? rest : rest.substring(0, again);
  }

  private static String afterThinking(String text) {
    int end = text.lastIndexOf(CLOSED);
    return end < 0 ? text : text.substring(end + CLOSED.length());
  }
}
