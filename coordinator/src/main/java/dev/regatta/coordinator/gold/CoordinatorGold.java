package dev.regatta.coordinator.gold;

import dev.regatta.coordinator.helm.RunSpecsGold;
import dev.regatta.coordinator.plan.HelmRunsGold;
import dev.regatta.gold.Companions;
import dev.regatta.gold.GoldCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kinds of gold that the coordinator can be compared with. */
public final class CoordinatorGold {
  private CoordinatorGold() {}

  /**
   * @param data where word lists and data sets lie that the gold needs besides
   * @param perturbations lists that perturbations need, in HELM's layout; they fill what the gold
   *     lacks
   * @param scratch an empty directory
   */
  public static List<GoldCheck> checks(
      Companions data, Optional<Path> perturbations, Path scratch) {
    WordSources words = new WordSources(data, perturbations);
    return List.of(
        RandomGold.CHECK,
        DownsamplingGold.CHECK,
        PerturbationGold.check(words),
        PromptGold.CHECK,
        new RunSpecsGold(),
        new HelmRunsGold(data, words::misspellings, scratch));
  }
}
