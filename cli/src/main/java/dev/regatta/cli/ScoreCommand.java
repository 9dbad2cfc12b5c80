package dev.regatta.cli;

import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.job.LocalScorer;
import dev.regatta.aggregator.job.ScoreResult;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores a sweep from what the store has of it. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = {
      "Scores a sweep of the store, again or for the first time, from the answers that it"
          + " has; asks no model.",
      "Of an imported sweep, what cannot be computed from its answers is taken over."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta score",
      "  regatta score quickstart --json",
      "  regatta score code-sweep --scoring code.sandbox=bubblewrap"
    })
final class ScoreCommand implements Callable<Integer> {
  private static final int CORES = 2;

  @Mixin private StoreOption storeOption;
  @Mixin private ScoringOptions scoring;

  @Parameters(
      arity = "0..1",
      paramLabel = "SWEEP",
      description = "Id of the sweep or its start; not needed where the store has only one.")
  private Optional<String> sweep;

  @Option(
      names = "--annotate-again",
      description =
          "Run the answers' code and classify their texts again, where that is switched on. Without"
              + " it, what was found before is taken.")
  private boolean again;

  @Option(names = "--json", description = "Print the outcome as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.system(json);
    Store store = storeOption.open();
    Plan plan = new Sweeps(store).find(sweep);
    terminal.status(List.of("Scoring " + plan.sweep()));
    Annotators annotators = scoring.annotators();
    try (LocalScorer scorer =
        new LocalScorer(
            storeOption.location(), CORES, Map.of(), again ? annotators.again() : annotators)) {
      ScoreResult result = scorer.score(plan.sweep());
      terminal.endStatus(false);
      System.out.println(json ? Json.text(result) : text(result));
    }
    return ExitCode.OK;
  }

  private static String text(ScoreResult result) {
    return "Sweep %s: %s of %s instances scored in %s, result hash %s%n%s"
        .formatted(
            result.sweep(),
            Format.count(result.scored()),
            Format.count(result.instances()),
            Format.duration(Duration.ofMillis(Math.round(result.seconds() * 1000))),
            result.hash(),
            ScoringOptions.text(result.absent()))
        .stripTrailing();
  }
}
