package dev.regatta.cli;

import dev.regatta.aggregator.metric.HelmMetricSpecs;
import dev.regatta.coordinator.helm.HelmSuite;
import dev.regatta.coordinator.helm.RunSelection;
import dev.regatta.coordinator.scenario.helm.HelmFolders;
import dev.regatta.coordinator.sweep.ResolvedSweep;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** A sweep in HELM's own files, in place of a sweep file; see docs/helm-runs.md. */
final class HelmOptions {
  @Option(
      names = "--run-entries",
      paramLabel = "FILE.conf",
      arity = "1..*",
      description = "HELM's run-entry files, in place of a sweep file; see docs/helm-runs.md.")
  private List<Path> runEntries = List.of();

  @Option(
      names = "--helm-run-spec",
      paramLabel = "run_spec.json",
      arity = "1..*",
      description = "HELM's run specs, in place of a sweep file.")
  private List<Path> runSpecs = List.of();

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Name of the sweep of HELM's files. Default: default.")
  private String suite;

  @Option(
      names = "--max-eval-instances",
      paramLabel = "N",
      description = "Most instances of runs that do not limit them themselves.")
  private Optional<Integer> maxEvalInstances;

  @Option(
      names = "--num-train-trials",
      paramLabel = "N",
      description = "Train trials of runs with examples.")
  private Optional<Integer> numTrainTrials;

  @Option(
      names = "--models",
      paramLabel = "MODEL",
      split = ",",
      arity = "1..*",
      description = "Only runs of these models.")
  private List<String> models = List.of();

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "Leave out run entries with a greater number.")
  private Optional<Integer> priority;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data of HELM's scenarios in its layout: the directory that holds benchmark_output. What"
              + " is not there is fetched from its published address.")
  private Optional<Path> data;

  @Option(
      names = "--helm-config",
      paramLabel = "DIR",
      defaultValue = "prod_env",
      description =
          "HELM's model_deployments.yaml, model_metadata.yaml and tokenizer_configs.yaml. Default:"
              + " prod_env.")
  private Path config;

  @Option(
      names = "--runtime-option",
      paramLabel = "NAME=VALUE",
      description =
          "An option of the runtime openai for all models of HELM's files, beside or in place of"
              + " what the registry says; see docs/sweep-file.md.")
  private Map<String, String> runtimeOptions = Map.of();

  /** Whether the command line names files of HELM's. */
  boolean given() {
    return !runEntries.isEmpty() || !runSpecs.isEmpty();
  }

  /**
   * @param folders where the scenarios' data lie
   * @param terminal is told of HELM's metrics that are not computed
   */
  ResolvedSweep resolve(HelmFolders folders, Terminal terminal) {
    if (!runEntries.isEmpty() && !runSpecs.isEmpty()) {
      throw RegattaException.user(
          "--run-entries beside --helm-run-spec (expected: one of the two)");
    }
    new Bounds()
        .check("--max-eval-instances", maxEvalInstances.orElse(1), 1, Integer.MAX_VALUE)
        .check("--num-train-trials", numTrainTrials.orElse(1), 1, Integer.MAX_VALUE)
        .throwIfAny();
    Set<String> others = new TreeSet<>();
    HelmSuite helm =
        new HelmSuite(config, folders, runtimeOptions, specs -> metrics(specs, others));
    RunSelection selection = new RunSelection(maxEvalInstances, numTrainTrials, models, priority);
    ResolvedSweep sweep =
        runSpecs.isEmpty()
            ? helm.ofEntries(runEntries, suite, selection)
            : helm.ofRunSpecs(runSpecs, suite, selection);
    if (!others.isEmpty()) {
      terminal.line("Not computed of HELM's metrics: " + String.join(", ", others));
    }
    return sweep;
  }

  private static List<String> metrics(List<ObjectSpec> specs, Set<String> others) {
    HelmMetricSpecs.Translation translation = HelmMetricSpecs.translate(specs);
    others.addAll(translation.others());
    return translation.metrics();
  }

  Optional<Path> data() {
    return data;
  }
}
