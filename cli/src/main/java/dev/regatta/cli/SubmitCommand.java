package dev.regatta.cli;

import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.data.LocalFiles;
import dev.regatta.coordinator.perturb.PerturbationCatalog;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.coordinator.submission.Bundle;
import dev.regatta.coordinator.sweep.SweepResolver;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.SweepStatus;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
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
    Bundle bundle = bundle();
    SweepView sweep =
        client.submit(bundle.manifest(), missing -> upload(client, bundle, missing, terminal));
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

  /** The files, after the checks that the coordinator makes too. */
  private Bundle bundle() {
    Bundle bundle = Bundle.of(resolver(LocalFiles.anywhere()).resolve(file));
    resolver(LocalFiles.below(bundle.root())).resolve(bundle.sweepFile());
    return bundle;
  }

  private SweepResolver resolver(LocalFiles files) {
    Fetcher fetcher =
        new Fetcher(
            Path.of(System.getProperty("java.io.tmpdir")),
            System.getenv(),
            FetchListener.NONE,
            HttpClient.newHttpClient());
    return SweepResolver.forCluster(
        new ScenarioCatalog(fetcher, files),
        new PerturbationCatalog(
            new PerturbationResources(Optional.empty(), dialect, personNames)
                .withoutFilesOfSweeps()));
  }

  private static void upload(
      ApiClient client, Bundle bundle, List<String> missing, Terminal terminal) {
    for (int i = 0; i < missing.size(); i++) {
      Path from = bundle.file(missing.get(i)).orElseThrow();
      terminal.status(
          List.of("Uploading " + from + " (" + (i + 1) + " of " + missing.size() + ")"));
      client.upload(missing.get(i), from);
    }
    terminal.endStatus(false);
  }
}
