package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.coordinator.scenario.Arguments;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** NarrativeQA, and the long conversations of MRCR. */
final class ReadingScenarios {
  private static final Archive NARRATIVE_QA =
      new Archive(
          "data/narrativeqa-master",
          "narrativeqa-master.zip",
          "https://github.com/deepmind/narrativeqa/archive/master.zip");
  private static final String MRCR_REVISION = "204b0d4e8d9ca5c0a90bf942fdb2a5969094adc0";

  private ReadingScenarios() {}

  /** One question of each document, drawn from one generator for all splits. */
  static List<Instance> narrativeQa(HelmData data) {
    List<Map<String, String>> summaries =
        data.records(data.file(NARRATIVE_QA, "third_party/wikipedia/summaries.csv"));
    List<Map<String, String>> questions = data.records(data.file(NARRATIVE_QA, "qaps.csv"));
    PythonRandom random = new PythonRandom(0);
    List<Instance> instances = new ArrayList<>();
    for (String split : List.of(Instance.TRAIN, Instance.VALID, Instance.TEST)) {
      Map<String, String> texts =
          summaries.stream()
              .filter(row -> row.get("set").equals(split))
              .collect(
                  Collectors.toMap(
                      row -> row.get("document_id"), row -> row.get("summary"), (a, b) -> b));
      questions.stream()
          .filter(row -> row.get("set").equals(split))
          .collect(
              Collectors.groupingBy(
                  row -> row.get("document_id"), LinkedHashMap::new, Collectors.toList()))
          .forEach(
              (document, rows) -> {
                Map<String, String> row = random.choice(rows);
                instances.add(narrative(summary(texts, document), row, split));
              });
    }
    return instances;
  }

  private static String summary(Map<String, String> texts, String document) {
    return Optional.ofNullable(texts.get(document))
        .orElseThrow(
            () ->
                RegattaException.user(
                    "qaps.csv: no summary of the document " + document + " in summaries.csv"));
  }

  private static Instance narrative(String summary, Map<String, String> row, String split) {
    String question = row.get("question").strip();
    return Instance.of(
        Instances.passage(summary.strip(), question.endsWith("?") ? question : question + "?"),
        Instances.correct(row.get("answer1"), row.get("answer2")),
        split);
  }

  /** Conversations of no more words than asked; ids tell the row. */
  static Conversion mrcr(Arguments args) {
    int needles = args.integer("needles", 2, 8);
    if (!List.of(2, 4, 8).contains(needles)) {
      throw RegattaException.user("needles: " + needles + " (expected: 2, 4 or 8)");
    }
    Optional<Integer> most = args.optionalInteger("max_num_words", 0, Integer.MAX_VALUE);
    return data -> {
      String name = needles + "needle";
      List<JsonNode> rows = data.hub("openai/mrcr", MRCR_REVISION, name, name + ".parquet");
      List<Instance> instances = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        List<Message> messages = messages(rows.get(i).path("prompt").asText());
        if (most.isEmpty() || most.get() == 0 || words(messages) <= most.get()) {
          instances.add(conversation(rows.get(i), messages).withId(name + i));
        }
      }
      return instances;
    };
  }

  private static Instance conversation(JsonNode row, List<Message> messages) {
    return new Instance(
        "",
        messages,
        Instances.correct(row.path("answer").asText()),
        Instance.TEST,
        null,
        null,
        null,
        List.of(),
        List.of(),
        Map.of("random_string_to_prepend", row.path("random_string_to_prepend").asText()));
  }

  private static List<Message> messages(String json) {
    try {
      List<Message> messages = new ArrayList<>();
      for (JsonNode turn : Json.MAPPER.readTree(json)) {
        messages.add(new Message(turn.path("role").asText(), turn.path("content").asText()));
      }
      return messages;
    } catch (IOException e) {
      throw RegattaException.user("openai/mrcr: prompt: no JSON: " + e.getMessage());
    }
  }

  private static int words(List<Message> messages) {
    return messages.stream()
        .mapToInt(turn -> turn.content().strip().split("(?U)\\s+", -1).length)
        .sum();
  }
}
