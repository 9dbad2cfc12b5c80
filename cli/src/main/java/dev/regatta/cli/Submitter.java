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
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;

/** Hands sweep files to a coordinator, with everything of this machine that they name. */
final class Submitter {
  private final ApiClient client;
  private final Terminal terminal;
  private final PerturbationResources resources;

  Submitter(ApiClient client, Terminal terminal, PerturbationResources resources) {
    this.client = client;
    this.terminal = terminal;
    this.resources = resources;
  }

  /** Uploads what the coordinator lacks. */
  SweepView submit(Path file) {
    Bundle bundle = bundle(file);
    return client.submit(bundle.manifest(), missing -> upload(bundle, missing));
  }

  /** The files, after the checks that the coordinator makes too. */
  private Bundle bundle(Path file) {
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
        new PerturbationCatalog(resources.withoutFilesOfSweeps()));
  }

  private void upload(Bundle bundle, List<String> missing) {
    for (int i = 0; i < missing.size(); i++) {
      Path from = bundle.file(missing.get(i)).orElseThrow();
      terminal.status(
          List.of("Uploading " + from + " (" + (i + 1) + " of " + missing.size() + ")"));
      client.upload(missing.get(i), from);
    }
    terminal.endStatus(false);
  }
}
