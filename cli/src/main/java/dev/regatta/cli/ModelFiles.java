package dev.regatta.cli;

import dev.regatta.coordinator.sweep.ResolvedSweep.ModelSpec;
import dev.regatta.coordinator.sweep.ResolvedSweep.Source;
import dev.regatta.fetch.Fetched;
import dev.regatta.fetch.Fetcher;
import dev.regatta.fetch.Terms;
import dev.regatta.protocol.RegattaException;
import dev.regatta.worker.Runtimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Brings the models of a sweep to this machine: fetches their files, once, and describes them. */
final class ModelFiles {
  private final Fetcher fetcher;
  private final boolean licensesAccepted;

  /**
   * @param licensesAccepted whether the user has accepted the terms of models that ask
   */
  ModelFiles(Fetcher fetcher, boolean licensesAccepted) {
    this.fetcher = fetcher;
    this.licensesAccepted = licensesAccepted;
  }

  List<LocalModel> prepare(List<ModelSpec> models) {
    return models.stream().map(this::prepare).toList();
  }

  private LocalModel prepare(ModelSpec model) {
    Map<String, String> options = new TreeMap<>();
    model.options().forEach((key, value) -> options.put(key, String.valueOf(value)));
    if (!model.sources().isEmpty()) {
      requireAcceptance(model);
      Fetched file = fetch(model);
      options.put(Runtimes.FILE, file.path().toAbsolutePath().toString());
      options.put(Runtimes.SHA256, file.sha256());
    }
    return new LocalModel(
        Runtimes.describe(model.runtime(), model.name(), options), Map.copyOf(options));
  }

  private void requireAcceptance(ModelSpec model) {
    if (model.acceptLicense().isPresent() && !model.acceptLicense().get() && !licensesAccepted) {
      throw RegattaException.user(
          "Model "
              + model.name()
              + " comes under terms that have to be accepted first: "
              + model.license().orElse("see its publisher")
              + model.licenseUrl().map(url -> ", " + url).orElse("")
              + ". Read them, then run again with --accept-license");
    }
  }

  /** Sources in order; the first that can be had. */
  private Fetched fetch(ModelSpec model) {
    Optional<Terms> terms =
        model
            .license()
            .map(
                license ->
                    new Terms(license, model.origin().orElse("the publisher of " + model.name())));
    List<String> failures = new ArrayList<>();
    for (Source source : model.sources()) {
      try {
        return source.parts().size() == 1
            ? fetcher.fetch(source.parts(), source.sha256(), terms)
            : fetcher.fetchJoined(source.parts(), source.sha256(), terms);
      } catch (RegattaException e) {
        failures.add(e.getMessage());
      }
    }
    throw RegattaException.resource(
        "Cannot fetch model " + model.name() + ":\n  " + String.join("\n  ", failures), null);
  }
}
