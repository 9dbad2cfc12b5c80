package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PubMedQA: abstracts with a question to answer by yes, no or maybe. */
final class PubMedQa {
  private static final List<String> ANSWERS = List.of("yes", "no", "maybe");

  private PubMedQa() {}

  static List<Instance> instances(HelmData data) {
    Path file =
        data.file(
            "data/test_set.json",
            "https://raw.githubusercontent.com/pubmedqa/pubmedqa/"
                + "1f00b98d5cc626844bf8c4ca513b6e62c40071ec/data/ori_pqal.json");
    List<Instance> instances = new ArrayList<>();
    for (JsonNode example : data.json(file)) {
      instances.add(
          Instance.of(
              input(example),
              Instances.options(ANSWERS, example.path("final_decision").asText()),
              Instance.TEST));
    }
    return instances;
  }

  private static String input(JsonNode example) {
    List<String> parts = new ArrayList<>();
    JsonNode contexts = example.path("CONTEXTS");
    JsonNode labels = example.path("LABELS");
    for (int i = 0; i < contexts.size(); i++) {
      parts.add(title(labels.path(i).asText()) + ". " + contexts.get(i).asText());
    }
    return "Context: "
        + String.join("\n", parts)
        + "\n\nQuestion: "
        + example.path("QUESTION").asText()
        + "\n";
  }

  /** Python's {@code title()}: a letter after another is lower, every other one a capital. */
  static String title(String text) {
    StringBuilder title = new StringBuilder();
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      title.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inWord = Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }
    return title.toString();
  }
}
