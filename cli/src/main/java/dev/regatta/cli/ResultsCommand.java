package dev.regatta.cli;

import dev.regatta.aggregator.report.Leaderboard;
import dev.regatta.aggregator.report.LeaderboardReader;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the leaderboard of a sweep. */
@Command(
    name = "results",
    mixinStandardHelpOptions = true,
    description = "Prints the leaderboard of a scored sweep.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta results",
      "  regatta results quickstart --json",
      "  regatta results reading --cluster-by passage"
    })
final class ResultsCommand implements Callable<Integer> {
  @Mixin private StoreOption storeOption;

  @Parameters(
      arity = "0..1",
      paramLabel = "SWEEP",
      description = "Id of the sweep or its start; not needed where the store has only one.")
  private Optional<String> sweep;

  @Option(
      names = "--cluster-by",
      paramLabel = "COLUMN",
      description =
          "Take instances with the same value of it as depending on each other, in intervals and"
              + " tests of accuracy: split, sub_split, input, or a further field of the instances"
              + " (docs/statistics.md).")
  private Optional<String> clusterBy;

  @Option(names = "--json", description = "Print the leaderboard as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Store store = storeOption.openExisting();
    Sweeps sweeps = new Sweeps(store);
    Plan plan = sweeps.find(sweep);
    if (!sweeps.scored(plan.sweep())) {
      throw RegattaException.user(
          "Sweep " + plan.sweep() + " has no scores yet; run its sweep file again to finish it");
    }
    Leaderboard leaderboard = new LeaderboardReader(store).read(plan.sweep(), clusterBy);
    System.out.print(json ? Json.text(leaderboard) + "\n" : LeaderboardView.render(leaderboard));
    return ExitCode.OK;
  }
}
