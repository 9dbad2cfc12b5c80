package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.config.Bound;
import dev.regatta.coordinator.scenario.ScenarioDefinition;
import dev.regatta.coordinator.scenario.ScenarioFile;
import dev.regatta.coordinator.sweep.ModelResolver.Resolved;
import dev.regatta.coordinator.sweep.SweepFile.ScenarioEntry;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.MetricNames;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Suggestion;
import java.util.List;
import java.util.Map;

/** Finds combinations of model, scenario and adapter that cannot work. */
final class RunChecks {
  private final Bound<SweepFile> file;

  RunChecks(Bound<SweepFile> file) {
    this.file = file;
  }

  /** The metrics of a run. */
  record Metrics(List<String> names, String main) {}

  /** Whether the arguments are those of the scenario; else it is told. */
  boolean arguments(ScenarioEntry entry, String key, ScenarioFile source) {
    Map<String, Object> parameters = source.definition().parameters();
    boolean right = true;
    for (String name : entry.args().keySet()) {
      if (!parameters.containsKey(name)) {
        right = false;
        String known = String.join(", ", parameters.keySet());
        file.problem(
            key + ".args." + name,
            "the scenario " + source.name() + " has no such argument:",
            known.isEmpty() ? "no arguments" : "one of " + known,
            Suggestion.nearest(name, parameters.keySet()));
      }
    }
    for (Map.Entry<String, Object> argument : source.arguments(entry.args()).entrySet()) {
      if (argument.getValue() == null) {
        right = false;
        file.problem(
            key + ".args." + argument.getKey(),
            "missing",
            "a value, which the scenario " + source.name() + " needs");
      }
    }
    return right;
  }

  /** Tells unknown metrics of a scenario entry. */
  void metrics(ScenarioEntry entry, String key) {
    for (int i = 0; i < entry.metrics().size(); i++) {
      String metric = entry.metrics().get(i);
      if (!MetricNames.known(metric)) {
        file.problem(
            key + ".metrics[" + i + "]",
            "unknown metric",
            "one of " + String.join(", ", MetricNames.ALL),
            Suggestion.nearest(metric, MetricNames.ALL));
      }
    }
  }

  /**
   * The metrics that are asked and can be given. What an entry of the sweep asks must be possible;
   * of a scenario file's metrics those that the sweep's method cannot give are left out.
   */
  Metrics metricsOf(
      ScenarioDefinition definition,
      ScenarioFile source,
      ScenarioEntry entry,
      String key,
      String method) {
    List<String> possible = MetricNames.of(method);
    for (int i = 0; i < entry.metrics().size(); i++) {
      String metric = entry.metrics().get(i);
      if (MetricNames.known(metric) && !possible.contains(MetricNames.base(metric))) {
        impossible(file, key + ".metrics[" + i + "]", method, possible);
      }
    }
    List<String> asked = firstGiven(entry.metrics(), definition.metrics(), MetricNames.DEFAULT);
    List<String> names =
        asked.stream().filter(name -> possible.contains(MetricNames.base(name))).toList();
    boolean likelihood = method.equals(AdapterSpec.LANGUAGE_MODELING);
    if (names.isEmpty()
        && !likelihood
        && entry.metrics().isEmpty()
        && asked.stream().allMatch(MetricNames::known)) {
      impossible(source.bound(), "metrics", method, possible);
    }
    String without = likelihood ? MetricNames.BITS_PER_BYTE : "";
    String fallback = names.isEmpty() ? without : names.get(0);
    String main = entry.mainMetric().or(definition::mainMetric).orElse(fallback);
    if (entry.mainMetric().isPresent() && !asked.contains(main)) {
      file.problem(
          key + ".main_metric",
          "found",
          "one of the metrics " + String.join(", ", asked),
          Suggestion.nearest(main, asked));
    }
    return new Metrics(names, names.contains(main) ? main : fallback);
  }

  private static List<String> firstGiven(
      List<String> first, List<String> second, List<String> third) {
    return !first.isEmpty() ? first : !second.isEmpty() ? second : third;
  }

  private static void impossible(Bound<?> bound, String key, String method, List<String> possible) {
    bound.problem(
        key, "the method " + method + " cannot give", "one of " + String.join(", ", possible));
  }

  /** Multiple choice needs to know which option is correct. */
  void method(AdapterSpec adapter, ScenarioDefinition definition, ScenarioFile source) {
    boolean choice = adapter.method().startsWith("multiple_choice");
    boolean files = definition.generator().isEmpty() && definition.correct().isEmpty();
    if (choice && files) {
      source
          .bound()
          .problem(
              "correct",
              "missing",
              "the column of the correct option, which " + adapter.method() + " needs");
    }
  }

  /** Whether a model can do what the adapter asks. */
  void model(Resolved model, AdapterSpec adapter, String scenarioKey, String variantKey) {
    if (adapter.method().startsWith("multiple_choice_separate")
        && !adapter.outputSuffix().isEmpty()) {
      file.problem(
          place(scenarioKey, variantKey, "output_suffix"),
          "the scored text would end with the output_suffix, not with the answer:",
          "an empty one");
    }
    if (!model.scores() && RequestKind.ofMethod(adapter.method()) == RequestKind.SCORE) {
      file.problem(
          place(scenarioKey, variantKey, "method"),
          "the chat-only model " + model.spec().name() + " cannot score texts, so not",
          "generation, chat, multiple_choice_joint or ranking_binary");
    }
    if (model.window().filter(window -> adapter.maxTokens() >= window).isPresent()) {
      int window = model.window().get();
      file.problem(
          place(scenarioKey, variantKey, "max_tokens"),
          "max_tokens "
              + adapter.maxTokens()
              + " does not fit the window of "
              + model.spec().name(),
          "less than " + window + " (window)");
    }
  }

  /**
   * Where a setting of the adapter comes from; the scenario entry where it is none of the file's.
   */
  private String place(String scenarioKey, String variantKey, String setting) {
    return List.of(
            variantKey + "." + setting, scenarioKey + ".adapter." + setting, "defaults." + setting)
        .stream()
        .filter(file::holds)
        .findFirst()
        .orElse(scenarioKey);
  }
}
