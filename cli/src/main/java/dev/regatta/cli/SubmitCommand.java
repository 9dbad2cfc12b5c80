package dev.regatta.cli;

import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.SweepStatus;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a sweep to a cluster. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = {
      "Sends a sweep file with its scenario files and local data to a coordinator, which executes it.",
      "The same files are the same sweep: submitted again, nothing happens."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta submit my-sweep.yaml --server http://localhost:8090",
      "  regatta submit my-sweep.yaml --server https://regatta.example --token-file token --wait",
      "",
      "Exit codes: 0 submitted (with --wait: scored), 1 failed, 2 wrong input, 130 stopped waiting by",
      "Ctrl-C, which leaves the sweep alone."
    })
final class SubmitCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SWEEP.yaml", description = "The sweep file; see docs/sweep-file.md.")
  private Path file;

  @Mixin private ServerOptions server;

  @Option(
      names = "--dialect-map",
      paramLabel = "FILE",
      description = "The coordinator's list for the perturbation dialect, to check the sweep by.")
  private Optional<Path> dialect;

  @Option(
      names = "--perturbation-data",
      paramLabel = "DIR",
      description = "The coordinator's directory of all such lists, to check the sweep by.")
  private Optional<Path> perturbationData;

  @Option(
      names = "--person-names",
      paramLabel = "FILE",
      description =
          "The coordinator's names for the perturbation person_name, to check the sweep by.")
  private Optional<Path> personNames;

  @Option(
      names = "--wait",
      description = "Show the progress and return when the sweep is scored, or has failed.")
  private boolean wait;

  @Option(names = "--json", description = "Print the sweep as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.system(json);
    ApiClient client = server.client();
    SweepView sweep = new Submitter(client, terminal, resources()).submit(file);
    if (!wait) {
      System.out.println(
          json
              ? Json.text(sweep)
              : "Sweep " + sweep.id() + " is submitted (" + SweepViews.state(sweep) + ")");
      return ExitCode.OK;
    }
    terminal.line("Sweep " + sweep.id());
    SweepView last = new SweepViews(terminal).follow(client, sweep.id());
    System.out.println(json ? Json.text(last) : SweepViews.outcome(last));
    return last.state() == SweepStatus.SCORED ? ExitCode.OK : ExitCode.FAILED;
  }

  private PerturbationResources resources() {
    PerturbationResources given = new PerturbationResources(Optional.empty(), dialect, personNames);
    return perturbationData.map(given::withDirectory).orElse(given);
  }
}
