package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.random.PythonRandom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** QuAC: a text and a dialogue about it, cut at a question drawn at random. */
final class Quac {
  private static final String NO_ANSWER = "CANNOTANSWER";
  private static final List<String> NO_ANSWERS =
      List.of("Not enough information", "Cannot answer", "Do not know");

  private Quac() {}

  static List<Instance> instances(HelmData data) {
    PythonRandom random = new PythonRandom(0);
    List<Instance> instances = new ArrayList<>();
    for (String part : List.of("train", "val")) {
      Path file =
          data.file(
              "data/" + part + ".json",
              "https://s3.amazonaws.com/my89public/quac/" + part + "_v0.2.json");
      String split = part.equals("val") ? Instance.VALID : Instance.TRAIN;
      data.json(file)
          .path("data")
          .forEach(sample -> instances.add(instance(sample, split, random)));
    }
    return instances;
  }

  /** The turn before the question is left out, as HELM does. */
  private static Instance instance(JsonNode sample, String split, PythonRandom random) {
    JsonNode dialogue = sample.path("paragraphs").path(0);
    JsonNode turns = dialogue.path("qas");
    int last = random.randint(3, turns.size()) - 1;
    String context = dialogue.path("context").asText();
    StringBuilder input = new StringBuilder();
    input.append("Title: ").append(sample.path("title").asText()).append("\n\n");
    input.append("Background: ").append(sample.path("background").asText()).append("\n\n");
    input.append("Section: ").append(sample.path("section_title").asText()).append('\n');
    input
        .append("Passage: ")
        .append(context, 0, Math.max(0, context.length() - NO_ANSWER.length() - 1))
        .append("\n\n");
    for (int i = 0; i < last - 1; i++) {
      JsonNode turn = turns.get(i);
      input.append("Question: ").append(turn.path("question").asText()).append('\n');
      input
          .append("Answer: ")
          .append(turn.path("orig_answer").path("text").asText())
          .append("\n\n");
    }
    input.append("Question: ").append(turns.path(last).path("question").asText());
    return Instance.of(input.toString(), Instances.correct(answers(turns.path(last))), split);
  }

  private static String[] answers(JsonNode turn) {
    Set<String> answers = new LinkedHashSet<>();
    turn.path("answers").forEach(answer -> answers.add(answer.path("text").asText()));
    if (answers.equals(Set.of(NO_ANSWER))) {
      answers.addAll(NO_ANSWERS);
    }
    return answers.toArray(String[]::new);
  }
}
