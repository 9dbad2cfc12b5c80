package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A data set of the Hugging Face hub in a directory, as the {@code datasets} library reads it. */
record HubFolder(Path directory) {
  static final String DEFAULT = "default";

  private static final String FENCE = "---";
  private static final List<String> ENDINGS =
      List.of(".jsonl", ".json", ".parquet", ".csv", ".tsv");

  /**
   * The file of a split: what the card of the set names, else a file of the split's name.
   *
   * @param config {@link #DEFAULT} where the set has no parts
   */
  Optional<Path> file(String config, String split) {
    return named(config, split)
        .map(name -> HelmFolders.within(directory, name))
        .filter(Files::isRegularFile)
        .or(() -> candidates(config, split).filter(Files::isRegularFile).findFirst());
  }

  private Stream<Path> candidates(String config, String split) {
    List<String> places =
        config.equals(DEFAULT) ? List.of("") : List.of(config + "/", "data/" + config + "/");
    return places.stream()
        .flatMap(place -> ENDINGS.stream().map(ending -> place + split + ending))
        .map(name -> HelmFolders.within(directory, name));
  }

  /** From the head of {@code README.md}: the entries of "configs", each with {@code data_files}. */
  private Optional<String> named(String config, String split) {
    for (JsonNode part : head().path("configs")) {
      if (part.path("config_name").asText().equals(config)) {
        for (JsonNode file : part.path("data_files")) {
          if (file.path("split").asText().equals(split) && file.path("path").isTextual()) {
            return Optional.of(file.get("path").asText());
          }
        }
      }
    }
    return Optional.empty();
  }

  private JsonNode head() {
    Path card = directory.resolve("README.md");
    if (!Files.isRegularFile(card)) {
      return new YAMLMapper().createObjectNode();
    }
    try {
      List<String> lines = Files.readAllLines(card);
      int end = lines.isEmpty() ? -1 : lines.subList(1, lines.size()).indexOf(FENCE);
      return end < 0 || !lines.get(0).equals(FENCE)
          ? new YAMLMapper().createObjectNode()
          : new YAMLMapper().readTree(String.join("\n", lines.subList(1, end + 1)));
    } catch (IOException e) {
      throw RegattaException.user("Cannot read " + card + ": " + e.getMessage());
    }
  }
}
