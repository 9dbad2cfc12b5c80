package dev.regatta.coordinator.helm;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.List;

/** Expands run entries into runs, as {@code helm-run} does. */
final class RunEntries {
  private final RunSpecFactory factory;
  private final RunSelection selection;

  RunEntries(RunSpecFactory factory, RunSelection selection) {
    this.factory = factory;
    this.selection = selection;
  }

  /**
   * @throws RegattaException USER with every entry that is wrong
   */
  List<HelmRunSpec> runs(List<RunEntry> entries) {
    List<HelmRunSpec> runs = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (RunEntry entry : entries) {
      try {
        if (wanted(entry)) {
          runs.addAll(runs(entry));
        }
      } catch (RegattaException e) {
        if (e.category() != ErrorCategory.USER) {
          throw e;
        }
        problems.add(entry.place() + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw RegattaException.user(String.join("\n", problems));
    }
    return runs;
  }

  private boolean wanted(RunEntry entry) {
    return selection.priority().isEmpty()
        || entry.priority().isEmpty()
        || entry.priority().get() <= selection.priority().get();
  }

  private List<HelmRunSpec> runs(RunEntry entry) {
    return factory.runs(entry.description(), selection::wants).stream()
        .map(this::sized)
        .map(run -> grouped(run, entry))
        .toList();
  }

  /** A run without examples has one train trial, whatever was asked. */
  private HelmRunSpec sized(HelmRunSpec run) {
    HelmRunSpec limited = selection.limited(run);
    if (run.adapterSpec().maxTrainInstances() == 0) {
      return limited.adapted(spec -> spec.numTrainTrials(1));
    }
    return selection
        .numTrainTrials()
        .map(trials -> limited.adapted(spec -> spec.numTrainTrials(trials)))
        .orElse(limited);
  }

  private static HelmRunSpec grouped(HelmRunSpec run, RunEntry entry) {
    if (entry.groups().isEmpty() || entry.groups().get().isEmpty()) {
      return run;
    }
    List<String> groups = entry.groups().get();
    return run.tagged("groups", String.join("-", groups.stream().sorted().toList()))
        .withMoreGroups(groups);
  }
}
