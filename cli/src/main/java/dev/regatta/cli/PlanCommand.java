package dev.regatta.cli;

import dev.regatta.coordinator.plan.PlanSummary;
import dev.regatta.coordinator.plan.PlanSummary.RunCounts;
import dev.regatta.coordinator.sweep.ResolvedSweep.ModelSpec;
import dev.regatta.protocol.Json;
import dev.regatta.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a sweep would ask. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Runs everything up to the queue and shows what a sweep would ask: requests per"
          + " model and scenario, prompt tokens, what is folded or answered already, time and"
          + " cost.",
      "Sends nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  regatta plan examples/quickstart.yaml", "  regatta plan my-sweep.yaml --json"})
final class PlanCommand implements Callable<Integer> {
  @Mixin private StoreOption storeOption;
  @Mixin private SweepOptions sweepOptions;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  /** What {@code --json} prints. Token counts are estimates from characters. */
  record Report(String sweep, List<RunReport> runs, List<ModelReport> models) {}

  /** One run. */
  record RunReport(
      String run,
      String model,
      String scenario,
      String variant,
      long instances,
      long requests,
      long duplicates,
      long answered,
      long toSend,
      long estimatedPromptTokens,
      long maxNewTokens) {}

  /**
   * One model.
   *
   * @param estimatedSeconds null where the store has no earlier answers of the model to go by
   * @param estimatedCost null where the sweep file names no price
   * @param fitted whether prompts are fitted to the window by a tokenizer
   */
  record ModelReport(
      String model,
      long toSend,
      long estimatedPromptTokens,
      long maxNewTokens,
      Double estimatedSeconds,
      Double estimatedCost,
      boolean fitted) {}

  @Override
  public Integer call() {
    Terminal terminal = Terminal.system(json);
    Store store = storeOption.open();
    LoadedSweep loaded = sweepOptions.load(store, terminal);
    PlanSummary summary = loaded.plan().preview();
    Report report = report(loaded, summary, new ServiceTimes(store));
    if (json) {
      System.out.println(Json.text(report));
    } else {
      print(report);
    }
    loaded.checkBudget();
    return ExitCode.OK;
  }

  private static Report report(LoadedSweep loaded, PlanSummary summary, ServiceTimes times) {
    List<RunReport> runs = new ArrayList<>();
    summary.runs().forEach((name, counts) -> runs.add(run(name, counts)));
    List<ModelReport> models =
        loaded.sweep().models().stream().map(model -> model(model, runs, times)).toList();
    return new Report(loaded.plan().sweep(), runs, models);
  }

  private static RunReport run(String name, RunCounts counts) {
    return new RunReport(
        name,
        counts.model(),
        counts.scenario(),
        counts.label(),
        counts.instances(),
        counts.requests(),
        counts.duplicates(),
        counts.known(),
        counts.toSend(),
        counts.estimatedPromptTokens(),
        counts.maxNewTokens());
  }

  private static ModelReport model(ModelSpec model, List<RunReport> runs, ServiceTimes times) {
    List<RunReport> own = runs.stream().filter(run -> run.model().equals(model.name())).toList();
    long toSend = own.stream().mapToLong(RunReport::toSend).sum();
    long prompt = own.stream().mapToLong(RunReport::estimatedPromptTokens).sum();
    long answer = own.stream().mapToLong(RunReport::maxNewTokens).sum();
    Optional<Double> seconds = times.secondsPerRequest(model.name()).map(each -> each * toSend);
    return new ModelReport(
        model.name(),
        toSend,
        prompt,
        answer,
        seconds.orElse(null),
        cost(model, prompt, answer, seconds).orElse(null),
        model.tokenizer().isPresent());
  }

  private static Optional<Double> cost(
      ModelSpec model, long promptTokens, long newTokens, Optional<Double> seconds) {
    Optional<Double> prompts =
        model.price().perMillionPromptTokens().map(price -> price * promptTokens / 1e6);
    Optional<Double> answers =
        model.price().perMillionCompletionTokens().map(price -> price * newTokens / 1e6);
    Optional<Double> machine =
        model.price().perHour().flatMap(price -> seconds.map(s -> price * s / 3600));
    return prompts.isEmpty() && answers.isEmpty() && machine.isEmpty()
        ? Optional.empty()
        : Optional.of(prompts.orElse(0.0) + answers.orElse(0.0) + machine.orElse(0.0));
  }

  private static void print(Report report) {
    TextTable runs =
        new TextTable(
            "model",
            "scenario",
            "variant",
            "instances",
            "requests",
            "duplicates",
            "answered",
            "to send",
            "~prompt tokens");
    for (RunReport run : report.runs()) {
      runs.row(
          run.model(),
          run.scenario(),
          run.variant().isEmpty() ? "-" : run.variant(),
          Format.count(run.instances()),
          Format.count(run.requests()),
          Format.count(run.duplicates()),
          Format.count(run.answered()),
          Format.count(run.toSend()),
          Format.count(run.estimatedPromptTokens()));
    }
    TextTable models =
        new TextTable(
            "model", "to send", "~prompt tokens", "new tokens, at most", "~time", "~cost");
    for (ModelReport model : report.models()) {
      models.row(
          model.model(),
          Format.count(model.toSend()),
          Format.count(model.estimatedPromptTokens()),
          Format.count(model.maxNewTokens()),
          model.estimatedSeconds() == null
              ? "unknown: no earlier answers"
              : Format.duration(java.time.Duration.ofSeconds(Math.round(model.estimatedSeconds()))),
          model.estimatedCost() == null
              ? "-"
              : String.format(Locale.ROOT, "%.2f", model.estimatedCost()));
    }
    System.out.println("Sweep " + report.sweep() + " (nothing is sent)");
    System.out.println();
    System.out.print(runs);
    System.out.println();
    System.out.print(models);
    System.out.println();
    System.out.println(
        "~ estimates: a token is taken as "
            + PlanSummary.CHARACTERS_PER_TOKEN
            + " characters, a request as long as the model's earlier ones in the store.");
    List<String> unfitted =
        report.models().stream().filter(model -> !model.fitted()).map(ModelReport::model).toList();
    if (!unfitted.isEmpty()) {
      System.out.println(
          "Prompts to "
              + String.join(", ", unfitted)
              + " are not shortened, since the sweep names no tokenizer: one that does not fit the"
              + " window is refused.");
    }
  }
}
