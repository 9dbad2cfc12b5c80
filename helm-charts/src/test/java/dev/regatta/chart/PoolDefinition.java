package dev.regatta.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The CustomResourceDefinition that the chart brings. */
final class PoolDefinition {
  private PoolDefinition() {}

  static Optional<JsonNode> find() {
    Path directory = Chart.DIRECTORY.resolve("crds");
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(PoolDefinition::read)
          .filter(each -> each.at("/spec/names/kind").asText().equals("ModelPool"))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema of the version that the chart uses. */
  static JsonNode schema(JsonNode definition) {
    return definition
        .at("/spec/versions")
        .valueStream()
        .filter(version -> version.path("name").asText().equals("v1"))
        .map(version -> version.at("/schema/openAPIV3Schema"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode read(Path file) {
    try {
      return Rendered.yaml(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
