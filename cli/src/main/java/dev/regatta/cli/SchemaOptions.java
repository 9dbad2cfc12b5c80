package dev.regatta.cli;

import dev.regatta.aggregator.summary.Schema;
import dev.regatta.aggregator.summary.Ties;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a leaderboard in HELM's manner is defined. */
final class SchemaOptions {
  @Option(
      names = "--models",
      paramLabel = "FILE",
      description =
          "HELM's model_metadata.yaml: names and order of the models. Default: those of the schema,"
              + " else by name.")
  private Optional<Path> models;

  @Option(
      names = "--ties",
      defaultValue = "split",
      description =
          "Who wins where two models have the same score: split (default; half each, as HELM does"
              + " now) or by_row (the one further down, as HELM did before).")
  private Ties ties;

  /**
   * For a command that has no leaderboard to make.
   *
   * @throws RegattaException USER where the names of models are given all the same
   */
  void refuse() {
    if (models.isPresent()) {
      throw RegattaException.user(
          "--models: " + models.get() + " without a leaderboard (expected: --schema with it)");
    }
  }

  Schema read(Path file) {
    Schema schema = Schema.read(file);
    return models.map(schema::withModels).orElse(schema);
  }

  Ties ties() {
    return ties;
  }
}
