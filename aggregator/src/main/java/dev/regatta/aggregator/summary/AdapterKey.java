package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What makes a row of a table: the shown fields of an adapter.
 *
 * @param fields JSON texts by name
 */
record AdapterKey(Map<String, String> fields) {
  private static final String INSTRUCTIONS = "instructions";
  private static final Set<String> NAMES = Set.of("model_deployment", "model");

  /**
   * @param scenario the spec of the one scenario that the row is about; missing for several. Its
   *     subject is taken out of the instructions, where they have it
   */
  static AdapterKey of(JsonNode adapter, List<String> shown, JsonNode scenario) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String key : shown) {
      JsonNode value = adapter.path(key);
      if (key.equals(INSTRUCTIONS)) {
        fields.put(key, instructions(value.asText(), scenario));
      } else if (!value.isMissingNode() && !value.isNull()) {
        fields.put(key, value.isTextual() ? value.asText() : value.toString());
      }
    }
    return new AdapterKey(fields);
  }

  private static String instructions(String text, JsonNode scenario) {
    String name = scenario.path("class_name").asText();
    if (name.endsWith(".RAFTScenario")) {
      return "<scenario specific>";
    }
    return name.endsWith(".MMLUScenario")
        ? text.replace(scenario.path("args").path("subject").asText().replace('_', ' '), "___")
        : text;
  }

  /** Empty where the deployment is not shown. */
  String deployment() {
    return fields.getOrDefault("model_deployment", "");
  }

  /** What tells each from the others besides the names of the model, to be put behind its name. */
  static Map<AdapterKey, String> differences(List<AdapterKey> keys) {
    Set<String> names = new LinkedHashSet<>();
    keys.forEach(key -> names.addAll(key.fields.keySet()));
    List<String> chosen = new ArrayList<>(names.stream().filter(NAMES::contains).toList());
    for (String name : names) {
      int distinct = distinct(keys, chosen);
      if (distinct == keys.size()) {
        break;
      }
      List<String> more = new ArrayList<>(chosen);
      more.add(name);
      if (!NAMES.contains(name) && distinct(keys, more) > distinct) {
        chosen = more;
      }
    }
    List<String> shown = chosen.stream().filter(name -> !NAMES.contains(name)).toList();
    return keys.stream()
        .collect(
            Collectors.toMap(
                key -> key,
                key ->
                    shown.stream()
                        .filter(key.fields::containsKey)
                        .map(name -> name + ": " + key.fields.get(name))
                        .collect(Collectors.joining(", "))));
  }

  private static int distinct(List<AdapterKey> keys, List<String> names) {
    Set<List<String>> seen = new LinkedHashSet<>();
    for (AdapterKey key : keys) {
      seen.add(names.stream().map(name -> key.fields.getOrDefault(name, "")).toList());
    }
    return seen.size();
  }
}
