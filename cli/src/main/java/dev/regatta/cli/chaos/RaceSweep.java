package dev.regatta.cli.chaos;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A made-up sweep of any size, as files: each request's prompt names the number of its race. */
public final class RaceSweep {
  private RaceSweep() {}

  /**
   * Writes the sweep file and what it needs into a directory.
   *
   * @param models with the simulated runtime
   * @return the sweep file
   */
  public static Path write(Path directory, String name, List<String> models, int requests) {
    StringBuilder data = new StringBuilder();
    for (int number = 0; number < requests; number++) {
      data.append(
          "{\"question\": \"In %s the boats pass the buoy on their left. Which boat is ahead?\", \"answer\": \"the boat number %d\"}%n"
              .formatted(race(number), number % 7));
    }
    String listed =
        models.stream()
            .map(model -> "{name: " + model + ", runtime: simulated, options: {tokens: 3}}")
            .collect(Collectors.joining(", "));
    String sweep =
        """
        name: %s
        models: [%s]
        scenarios: [race.yaml]
        defaults: {max_eval_instances: %d, max_train_instances: 0}
        """
            .formatted(name, listed, requests);
    String scenario =
        """
        splits: {test: races.jsonl}
        input: question
        references: answer
        """;
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("races.jsonl"), data);
      Files.writeString(directory.resolve("race.yaml"), scenario);
      return Files.writeString(directory.resolve(name + ".yaml"), sweep);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Stands in the prompt of this request, and in no other. */
  public static String race(int number) {
    return "race %06d".formatted(number);
  }
}
