package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.scenario.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** BoolQ, with the contrast sets of Gardner et al. for those dev questions whose answer flips. */
final class BoolQ {
  private final HelmData data;
  private final boolean onlyContrast;
  private final Map<String, Contrast> contrasts = new HashMap<>();

  private record Contrast(List<String> questions, List<String> answers) {}

  private BoolQ(HelmData data, boolean onlyContrast) {
    this.data = data;
    this.onlyContrast = onlyContrast;
  }

  static Conversion of(Arguments args) {
    boolean onlyContrast = args.truth("only_contrast");
    return data -> new BoolQ(data, onlyContrast).instances();
  }

  private List<Instance> instances() {
    readContrasts();
    List<Instance> instances = new ArrayList<>();
    rows("train").forEach(row -> instances.add(instance(row, Instance.TRAIN, null)));
    for (JsonNode row : rows("dev")) {
      Contrast contrast = contrasts.get(row.path("question").asText());
      if (contrast != null || !onlyContrast) {
        instances.add(instance(row, Instance.VALID, contrast));
      }
    }
    return instances;
  }

  private List<JsonNode> rows(String file) {
    String address = "https://storage.googleapis.com/boolq/" + file + ".jsonl";
    return data.jsonLines(data.file("data/" + file, address));
  }

  private void readContrasts() {
    Path file =
        data.file(
            "data/boolq_perturbed.jsonl",
            "https://raw.githubusercontent.com/allenai/contrast-sets/main/BoolQ/boolq_perturbed.json");
    JsonNode items = data.json(file).path("data");
    // The first item describes the file.
    for (int i = 1; i < items.size(); i++) {
      String answer = yesNo(items.get(i));
      Contrast contrast = new Contrast(new ArrayList<>(), new ArrayList<>());
      for (JsonNode changed : items.get(i).path("perturbed_questions")) {
        String question = changed.path("perturbed_q").asText();
        if (!question.isEmpty() && !yesNo(changed).equals(answer)) {
          contrast.questions().add(question);
          contrast.answers().add(yesNo(changed));
        }
      }
      if (!contrast.questions().isEmpty()) {
        contrasts.put(items.get(i).path("question").asText(), contrast);
      }
    }
  }

  private static String yesNo(JsonNode item) {
    return item.path("answer").asText().equals("TRUE") ? "Yes" : "No";
  }

  private static Instance instance(JsonNode row, String split, Contrast contrast) {
    String passage = row.path("passage").asText();
    List<Reference> references = Instances.correct(row.path("answer").asBoolean() ? "Yes" : "No");
    String input = input(passage, row.path("question").asText());
    if (contrast == null) {
      return Instance.of(input, references, split);
    }
    return Instances.contrasted(
        input,
        references,
        split,
        contrast.questions().stream().map(question -> input(passage, question)).toList(),
        contrast.answers().stream().map(Instances::correct).toList());
  }

  private static String input(String passage, String question) {
    return Instances.passage(passage, capitalized(question.strip()) + "?");
  }

  /** Python's {@code capitalize()}: everything after the first character becomes lower. */
  private static String capitalized(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int rest = text.offsetByCodePoints(0, 1);
    return Character.toString(Character.toTitleCase(text.codePointAt(0)))
        + text.substring(rest).toLowerCase(Locale.ROOT);
  }
}
