package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.scenario.Arguments;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Five tasks of LegalBench, asked as its authors' settings for HELM say. */
public final class LegalBench {
  public static final List<String> SUBSETS =
      List.of(
          "abercrombie",
          "corporate_lobbying",
          "function_of_decision_section",
          "international_citizenship_questions",
          "proa");

  static final String FOLDER = "legalbench";
  private static final String REVISION = "e042ea68c19df12b737fe768572f22ead61e8e37";
  private static final String SETTINGS = "prompt_construction_settings.json";
  private static final String SETTINGS_ADDRESS =
      "https://raw.githubusercontent.com/HazyResearch/legalbench/main/helm_prompt_settings.jsonl";

  private LegalBench() {}

  /**
   * How a task is asked.
   *
   * @param fields headings of the input's lines and their columns
   */
  public record Settings(
      JsonNode fields, String instructions, String labelColumn, String outputNoun) {}

  /**
   * The settings of a task.
   *
   * @throws RegattaException USER where the file has none
   */
  public static Settings settings(HelmFolders folders, String subset) {
    return settings(new HelmData(folders, FOLDER), subset);
  }

  /** HELM keeps the file twice, for the run and for the scenario. */
  private static Settings settings(HelmData data, String subset) {
    Optional<Path> own = data.find("data/" + SETTINGS);
    Path file = own.orElseGet(() -> data.file(SETTINGS, SETTINGS_ADDRESS));
    List<JsonNode> lines = data.jsonLines(file);
    if (lines.size() < 4 || lines.stream().limit(4).anyMatch(line -> !line.has(subset))) {
      throw RegattaException.user(
          file
              + ": no settings of "
              + subset
              + " (expected: lines of fields, instructions, labels and nouns by task)");
    }
    return new Settings(
        lines.get(0).get(subset),
        lines.get(1).get(subset).asText(),
        lines.get(2).get(subset).asText(),
        lines.get(3).get(subset).asText());
  }

  static Conversion of(Arguments args) {
    String subset = args.oneOf("subset", SUBSETS);
    return data -> {
      Settings settings = settings(data, subset);
      List<Instance> instances = new ArrayList<>();
      for (String split : List.of(Instance.TRAIN, Instance.TEST)) {
        String published = "data/" + subset + "/" + split + ".tsv";
        for (JsonNode row : data.hub("nguha/legalbench", subset, REVISION, split, published)) {
          String label = row.path(settings.labelColumn()).asText();
          instances.add(Instance.of(input(row, settings), Instances.correct(label), split));
        }
      }
      return instances;
    };
  }

  private static String input(JsonNode row, Settings settings) {
    return StreamSupport.stream(settings.fields().spliterator(), false)
        .map(field -> field.path(0).asText() + ": " + row.path(field.path(1).asText()).asText())
        .collect(Collectors.joining("\n"));
  }
}
