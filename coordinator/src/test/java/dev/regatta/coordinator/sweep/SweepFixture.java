package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.perturb.PerturbationCatalog;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;

/** A resolver without network. */
public final class SweepFixture {
  private SweepFixture() {}

  public static ScenarioCatalog catalog(Path cache) {
    return new ScenarioCatalog(
        new Fetcher(cache, Map.of(), FetchListener.NONE, HttpClient.newHttpClient()));
  }

  static SweepResolver resolver(Path cache) {
    return new SweepResolver(
        catalog(cache), new PerturbationCatalog(PerturbationResources.standard()));
  }
}
