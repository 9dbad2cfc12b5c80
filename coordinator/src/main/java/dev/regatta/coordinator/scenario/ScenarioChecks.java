package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.config.Bound;
import dev.regatta.coordinator.scenario.ScenarioDefinition.Replacement;
import dev.regatta.protocol.MetricNames;
import dev.regatta.protocol.Suggestion;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a scenario file must fulfil beyond the types of its keys. */
final class ScenarioChecks {
  private final Bound<ScenarioDefinition> bound;
  private final ScenarioDefinition definition;

  private ScenarioChecks(Bound<ScenarioDefinition> bound) {
    this.bound = bound;
    this.definition = bound.value();
  }

  static void check(Bound<ScenarioDefinition> bound) {
    ScenarioChecks checks = new ScenarioChecks(bound);
    checks.origin();
    checks.texts();
    checks.replacements();
    checks.metrics();
  }

  private void origin() {
    boolean files = !definition.splits().isEmpty();
    if (definition.generator().isPresent() == files) {
      bound.problem(
          files ? "generator" : "splits",
          files ? "given beside splits:" : "missing",
          "either splits with data files or a generator");
    }
    if (definition.generator().isPresent() || !files) {
      return;
    }
    if (definition.splits().valid().isEmpty() && definition.splits().test().isEmpty()) {
      bound.problem("splits", "nothing to evaluate in", "a split test or valid");
    }
    if (definition.input().isEmpty() && definition.messages().isEmpty()) {
      bound.problem("input", "missing", "the column of the question, or a text with {column}");
    }
    if (definition.correct().isPresent() && definition.correct().get().column().isEmpty()) {
      bound.problem("correct.column", "missing", "the column that tells the correct answer");
    }
    if (definition.delimiter().filter(text -> text.length() != 1).isPresent()) {
      bound.problem("delimiter", "found", "one character");
    }
  }

  private void texts() {
    definition.input().ifPresent(text -> template("input", text));
    definition.subSplit().ifPresent(text -> template("sub_split", text));
    definition.id().ifPresent(text -> template("id", text));
    for (int i = 0; i < definition.references().size(); i++) {
      template("references[" + i + "]", definition.references().get(i));
    }
  }

  private void template(String key, String text) {
    for (String filter : new Template(text).unknownFilters()) {
      bound.problem(
          key,
          "unknown filter " + filter + " in",
          "one of " + String.join(", ", Template.filters()),
          Suggestion.nearest(filter, Template.filters()));
    }
  }

  private void replacements() {
    for (int i = 0; i < definition.replace().size(); i++) {
      Replacement replacement = definition.replace().get(i);
      String key = "replace[" + i + "]";
      if (replacement.text().isPresent() == replacement.regex().isPresent()) {
        bound.problem(key, "found", "either text or regex");
      }
      replacement.regex().ifPresent(regex -> regex(key + ".regex", regex));
    }
  }

  private void regex(String key, String regex) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      bound.problem(key, "found", "a regular expression (" + e.getDescription() + ")");
    }
  }

  private void metrics() {
    for (int i = 0; i < definition.metrics().size(); i++) {
      checkMetric(bound, "metrics[" + i + "]", definition.metrics().get(i));
    }
    definition.mainMetric().ifPresent(metric -> mainMetric(bound, definition.metrics(), metric));
  }

  private static void mainMetric(Bound<?> bound, List<String> metrics, String metric) {
    List<String> asked = metrics.isEmpty() ? MetricNames.DEFAULT : metrics;
    if (!asked.contains(metric)) {
      bound.problem(
          "main_metric",
          "found",
          "one of the metrics " + String.join(", ", asked),
          Suggestion.nearest(metric, asked));
    }
  }

  /** Tells a metric that there is not. */
  static void checkMetric(Bound<?> bound, String key, String metric) {
    if (!MetricNames.known(metric)) {
      bound.problem(
          key,
          "unknown metric",
          "one of " + String.join(", ", MetricNames.ALL),
          Suggestion.nearest(metric, MetricNames.ALL));
    }
  }
}
