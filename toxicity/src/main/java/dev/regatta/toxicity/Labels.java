package dev.regatta.toxicity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.annotation.toxicity.ClassifierConfig;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Finds the number of a class by its name. */
final class Labels {
  private static final String FILE = "config.json";

  private Labels() {}

  static int number(ClassifierConfig config) {
    String label = config.label();
    if (label.matches("\\d{1,5}")) {
      return Integer.parseInt(label);
    }
    Path file = config.model().resolveSibling(FILE);
    Map<String, Integer> numbers = numbers(file);
    if (!numbers.containsKey(label)) {
      throw RegattaException.user(
          "toxicity.label: no class '%s' in id2label of %s (expected: one of %s, or a number)%s"
              .formatted(label, file, numbers.keySet(), Suggestion.among(label, numbers.keySet())));
    }
    return numbers.get(label);
  }

  private static Map<String, Integer> numbers(Path file) {
    Map<String, Integer> numbers = new TreeMap<>();
    if (Files.exists(file)) {
      try {
        JsonNode names = Json.MAPPER.readTree(file.toFile()).path("id2label");
        names
            .properties()
            .forEach(
                name -> numbers.put(name.getValue().asText(), Integer.parseInt(name.getKey())));
      } catch (IOException | NumberFormatException e) {
        throw RegattaException.user("toxicity.label: cannot read " + file + ": " + e.getMessage());
      }
    }
    return numbers;
  }
}
