package dev.regatta.cli;

import dev.regatta.aggregator.annotation.AnnotatorSettings;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.job.Absence;
import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What looks at answers before they are scored: a sandbox for code, a classifier. */
final class ScoringOptions {
  @Option(
      names = "--scoring",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of what is done with answers before they are scored, any number of times:"
              + " code.sandbox=bubblewrap, toxicity.model=FILE and others of docs/configuration.md."
              + " REGATTA_SCORE_KEY in the environment does the same.")
  private List<String> settings = List.of();

  Annotators annotators() {
    return AnnotatorSettings.annotators(
        AnnotatorSettings.CONFIGURATION.read(
            settings.stream().map(setting -> "--" + setting).toList(), System.getenv()));
  }

  /**
   * Sees that what runs need is there, before any model is asked.
   *
   * @throws RegattaException USER where a sweep file asks for a metric that runs code and no
   *     sandbox is switched on, or where what is switched on does not work; naming the setting
   */
  static void check(List<RunSpec> runs, Annotators annotators) {
    TreeSet<String> needed = new TreeSet<>();
    for (RunSpec run : runs) {
      Map<String, String> metrics = new InstanceScorer(run).annotated();
      needed.addAll(metrics.values());
      // What HELM's own files ask for is left out, and said to be.
      if (run.helm() == null && annotators.named(Annotators.CODE).isEmpty()) {
        metrics.forEach((metric, annotator) -> refuseCode(run, metric, annotator));
      }
    }
    annotators.check(List.copyOf(needed));
  }

  private static void refuseCode(RunSpec run, String metric, String annotator) {
    if (annotator.equals(Annotators.CODE)) {
      throw RegattaException.user(
          ("%s: metric '%s' runs code that a model wrote, and %s (expected: --scoring"
                  + " code.sandbox=bubblewrap, docker or podman)")
              .formatted(run.name(), metric, Annotators.off(annotator)));
    }
  }

  /** A line for each reason why metrics have no value; empty where all have. */
  static String text(List<Absence> absent) {
    Map<String, TreeSet<String>> reasons = new TreeMap<>();
    absent.forEach(
        one -> reasons.computeIfAbsent(one.reason(), reason -> new TreeSet<>()).add(one.metric()));
    long runs = absent.stream().map(Absence::run).distinct().count();
    String lines =
        reasons.entrySet().stream()
            .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey() + "\n")
            .collect(Collectors.joining("  ", "  ", ""));
    return absent.isEmpty()
        ? ""
        : "Not computed, in %s (table runs, column absent):%n%s"
            .formatted(runs == 1 ? "1 run" : runs + " runs", lines);
  }
}
