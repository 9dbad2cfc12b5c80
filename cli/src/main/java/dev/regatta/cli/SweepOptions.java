package dev.regatta.cli;

import dev.regatta.coordinator.perturb.PerturbationCatalog;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.coordinator.scenario.helm.HelmFolders;
import dev.regatta.coordinator.sweep.ResolvedSweep;
import dev.regatta.coordinator.sweep.SweepResolver;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The sweep file and what is needed to read it; for the commands that take one. */
final class SweepOptions {
  @Parameters(
      paramLabel = "SWEEP.yaml",
      arity = "0..1",
      description = "The sweep file; see docs/sweep-file.md.")
  private Optional<Path> file = Optional.empty();

  @Mixin private HelmOptions helm;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      defaultValue = "${env:REGATTA_CACHE:-${user.home}/.cache/regatta}",
      description =
          "Where downloads are kept for all sweeps. Default: $REGATTA_CACHE, else"
              + " ~/.cache/regatta.")
  private Path cache;

  @Option(names = "--accept-license", description = "Accept the terms of models that ask for it.")
  private boolean acceptLicense;

  @Option(
      names = "--misspellings",
      paramLabel = "FILE",
      description = "JSON of correct words and their misspellings, in place of the built-in list.")
  private Optional<Path> misspellings;

  @Option(
      names = "--dialect-map",
      paramLabel = "FILE",
      description = "JSON of words and their dialect forms, for the perturbation dialect.")
  private Optional<Path> dialect;

  @Option(
      names = "--person-names",
      paramLabel = "FILE",
      description = "Names with their categories, for the perturbation person_name.")
  private Optional<Path> personNames;

  @Option(
      names = "--perturbation-data",
      paramLabel = "DIR",
      description =
          "Directory of all lists that perturbations need, laid out as HELM's"
              + " benchmark_output/perturbations; see docs/sweep-file.md.")
  private Optional<Path> perturbationData;

  @Option(
      names = "--retry-quarantined",
      description =
          "Send the requests again that were given up before. An answer takes the place of the"
              + " failure.")
  private boolean retryQuarantined;

  /** Reads the file, fetches the models, and makes the plan ready to be walked. */
  LoadedSweep load(Store store, Terminal terminal) {
    Fetcher fetcher =
        new Fetcher(cache, System.getenv(), new FetchView(terminal), HttpClient.newHttpClient());
    HelmFolders folders = new HelmFolders(helm.data(), fetcher);
    PerturbationResources given = new PerturbationResources(misspellings, dialect, personNames);
    PerturbationResources resources =
        perturbationData
            .or(folders::perturbations)
            .map(given::withDirectory)
            .orElse(given)
            .withFetcher(fetcher);
    if (helm.given()) {
      resources = resources.withHelmMisspellings();
    }
    ResolvedSweep sweep = resolve(fetcher, folders, resources, terminal);
    LoadedSweep loaded =
        LoadedSweep.of(
            sweep,
            new ModelFiles(fetcher, acceptLicense).prepare(sweep.models()),
            store,
            resources,
            retryQuarantined);
    terminal.endStatus(false);
    return loaded;
  }

  private ResolvedSweep resolve(
      Fetcher fetcher, HelmFolders folders, PerturbationResources resources, Terminal terminal) {
    if (helm.given() == file.isPresent()) {
      throw RegattaException.user(
          file.isPresent()
              ? file.get() + " beside files of HELM's (expected: one of the two)"
              : "No sweep file (expected: SWEEP.yaml, --run-entries or --helm-run-spec)");
    }
    return helm.given()
        ? helm.resolve(folders, terminal)
        : new SweepResolver(new ScenarioCatalog(fetcher), new PerturbationCatalog(resources))
            .resolve(file.get());
  }
}
