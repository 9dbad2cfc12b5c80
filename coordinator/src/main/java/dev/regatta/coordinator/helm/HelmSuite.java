package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.scenario.helm.HelmFolders;
import dev.regatta.coordinator.scenario.helm.HelmScenarios;
import dev.regatta.coordinator.sweep.ResolvedSweep;
import dev.regatta.coordinator.sweep.ResolvedSweep.Run;
import dev.regatta.coordinator.sweep.SweepFile.Budget;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes a sweep of HELM's own files: run entries, or run specs, with its model registry. The sweep
 * has the suite's name, and its models those of their deployments.
 */
public final class HelmSuite {
  private final ModelRegistry registry;
  private final RunSpecFactory factory;
  private final HelmScenarios scenarios;
  private final HelmModels models;
  private final Function<List<ObjectSpec>, List<String>> metrics;

  /**
   * @param config directory with HELM's model_deployments.yaml and its companions
   * @param data of the scenarios
   * @param options of the runtime openai for all models, beside what the registry says of each
   * @param metrics translates HELM's metric specs into the names of ours
   */
  public HelmSuite(
      Path config,
      HelmFolders data,
      Map<String, String> options,
      Function<List<ObjectSpec>, List<String>> metrics) {
    this.metrics = metrics;
    this.registry = ModelRegistry.read(config);
    this.factory = new RunSpecFactory(registry, data);
    this.scenarios = new HelmScenarios(data);
    this.models = new HelmModels(registry, config, options);
  }

  /**
   * The runs of run-entry files.
   *
   * @throws RegattaException USER with file and entry, for all that is unknown or cannot be run
   */
  public ResolvedSweep ofEntries(List<Path> files, String suite, RunSelection selection) {
    List<RunEntry> entries = new ArrayList<>();
    files.forEach(file -> entries.addAll(RunEntryFile.read(file)));
    return sweep(files, suite, new RunEntries(factory, selection).runs(entries));
  }

  /**
   * The runs of {@code run_spec.json} files.
   *
   * @throws RegattaException USER with the file, for all that is unknown or cannot be run
   */
  public ResolvedSweep ofRunSpecs(List<Path> files, String suite, RunSelection selection) {
    List<HelmRunSpec> runs =
        files.stream()
            .map(file -> named(file, () -> factory.chosen(RunSpecJson.read(file))))
            .filter(run -> selection.wants(run.model()))
            .map(selection::limited)
            .toList();
    return sweep(files, suite, runs);
  }

  private static HelmRunSpec named(Path file, Supplier<HelmRunSpec> run) {
    try {
      return run.get();
    } catch (RegattaException e) {
      throw new RegattaException(e.category(), file + ": " + e.getMessage());
    }
  }

  private ResolvedSweep sweep(List<Path> files, String suite, List<HelmRunSpec> specs) {
    if (specs.isEmpty()) {
      throw RegattaException.user(
          files + ": no run is left (expected: at least one of the chosen models and priority)");
    }
    Map<ObjectSpec, Scenario> opened = new HashMap<>();
    Set<String> names = new HashSet<>();
    List<Run> runs = new ArrayList<>();
    for (HelmRunSpec spec : specs) {
      if (!names.add(spec.name())) {
        throw RegattaException.user(
            "Two runs are called "
                + spec.name()
                + " (expected: one; HELM would overwrite the first, Regatta does not)");
      }
      Scenario scenario = opened.computeIfAbsent(spec.scenarioSpec(), scenarios::of);
      runs.add(
          new Run(RunSpecs.of(spec, scenario.name(), metrics.apply(spec.metricSpecs())), scenario));
    }
    List<Path> all = new ArrayList<>(files);
    all.addAll(registry.files());
    return new ResolvedSweep(
        suite,
        specs.stream()
            .map(HelmRunSpec::modelDeployment)
            .distinct()
            .map(name -> models.of(registry.deployment(name)))
            .toList(),
        runs,
        new Budget(Optional.empty(), Optional.empty()),
        0,
        all.stream().map(file -> file.toAbsolutePath().normalize()).toList());
  }
}
