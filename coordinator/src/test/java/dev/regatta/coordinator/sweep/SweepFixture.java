package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.perturb.PerturbationCatalog;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.scenario.Generators;
import dev.regatta.coordinator.scenario.Instance;
import dev.regatta.coordinator.scenario.Scenario;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A resolver without network, whose generators make nothing. */
public final class SweepFixture {
  private static final Generators NO_INSTANCES =
      (generator, args) ->
          new Scenario() {
            @Override
            public String name() {
              return generator;
            }

            @Override
            public Stream<Instance> instances() {
              return Stream.empty();
            }
          };

  private SweepFixture() {}

  public static ScenarioCatalog catalog(Path cache) {
    return new ScenarioCatalog(
        new Fetcher(cache, Map.of(), FetchListener.NONE, HttpClient.newHttpClient()), NO_INSTANCES);
  }

  static SweepResolver resolver(Path cache) {
    return new SweepResolver(
        catalog(cache), new PerturbationCatalog(PerturbationResources.standard()));
  }
}
