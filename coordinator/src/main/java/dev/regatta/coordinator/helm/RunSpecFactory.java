package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.helm.RegistryFile.Deployment;
import dev.regatta.coordinator.scenario.helm.HelmFolders;
import dev.regatta.protocol.RegattaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Makes the runs that a run entry's description stands for. */
final class RunSpecFactory {
  private final ModelRegistry models;
  private final HelmFolders data;

  RunSpecFactory(ModelRegistry models, HelmFolders data) {
    this.models = models;
    this.data = data;
  }

  /**
   * The runs, in HELM's order: expanders are applied in the order written; without {@code model}
   * there is one run for every model.
   *
   * @param wanted tells of a model's name whether its runs are made
   * @throws RegattaException USER for an unknown name, argument, expander, value or model
   */
  List<HelmRunSpec> runs(String description, Predicate<String> wanted) {
    try {
      RunDescription parsed = RunDescription.parse(description);
      List<HelmRunSpec> runs = List.of(function(parsed));
      Map<String, Object> expanders = new LinkedHashMap<>(parsed.args());
      expanders.keySet().retainAll(RunExpanders.names());
      expanders.putIfAbsent(RunExpanders.MODEL, ModelGroups.ALL);
      for (Map.Entry<String, Object> expander : expanders.entrySet()) {
        RunExpander made = RunExpanders.of(expander.getKey(), expander.getValue(), models);
        runs = runs.stream().flatMap(run -> made.expand(run).stream()).toList();
      }
      return runs.stream()
          .filter(run -> run.model().isEmpty() || wanted.test(run.model()))
          .map(this::deployed)
          .filter(run -> wanted.test(run.model()))
          .toList();
    } catch (RegattaException e) {
      throw RegattaException.user("\"" + description + "\": " + e.getMessage());
    }
  }

  private HelmRunSpec function(RunDescription description) {
    Set<String> expanders = RunExpanders.names();
    Map<String, Object> args = new LinkedHashMap<>(description.args());
    args.keySet().removeAll(expanders);
    RunSpecFunction function = RunSpecFunctions.named(description.name());
    RunArguments arguments = new RunArguments(description.name(), args, data);
    HelmRunSpec run = function.build(arguments);
    arguments.finish(expanders);
    return run;
  }

  /** The run with the missing one of model and deployment, and what the model's family asks. */
  private HelmRunSpec deployed(HelmRunSpec run) {
    HelmRunSpec chosen = chosen(run);
    return ModelAdjustments.apply(chosen, models.tags(chosen.model()));
  }

  /**
   * The run with the missing one of model and deployment.
   *
   * @throws RegattaException USER where both are missing, unknown, or do not belong together
   */
  HelmRunSpec chosen(HelmRunSpec run) {
    if (run.model().isEmpty() && run.modelDeployment().isEmpty()) {
      throw RegattaException.user("no model (expected: model=creator/name)");
    }
    Deployment deployment =
        run.modelDeployment().isEmpty()
            ? models.deploymentOf(run.model())
            : models.deployment(run.modelDeployment());
    String model = run.model().isEmpty() ? deployment.model() : run.model();
    if (!deployment.model().equals(model)) {
      throw RegattaException.user(
          "model deployment "
              + deployment.name()
              + ": "
              + model
              + " (expected: its model "
              + deployment.model()
              + ")");
    }
    return run.withModel(model, deployment.name());
  }
}
