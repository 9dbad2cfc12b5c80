package dev.regatta.aggregator.metric;

import java.util.List;
import java.util.Map;

/**
 * What a request was about, for the metrics that look at more than golds and answer.
 *
 * @param input text of the input
 * @param references in the order of the scenario
 * @param extra further fields, HELM's {@code extra_data}
 */
public record Instance(String input, List<Reference> references, Map<String, Object> extra) {

  /** Where nobody asked for it. */
  public static final Instance UNKNOWN = new Instance("", List.of(), Map.of());

  /**
   * A possible answer.
   *
   * @param tags {@code correct}, {@code relevance=1}, {@code rank=3} ...
   */
  public record Reference(String text, List<String> tags) {

    /** The number after {@code name=} among the tags; {@code otherwise} without such a tag. */
    int tag(String name, int otherwise) {
      for (String tag : tags) {
        if (tag.startsWith(name + '=')) {
          return Integer.parseInt(tag.substring(name.length() + 1));
        }
      }
      return otherwise;
    }
  }
}
