package dev.regatta.coordinator.scenario.helm;

import static dev.regatta.coordinator.scenario.helm.Instances.lettered;
import static dev.regatta.coordinator.scenario.helm.Instances.options;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Multiple choice over common sense: train and, where it has labels, valid or test. */
final class CommonsenseScenarios {
  private static final Archive OPEN_BOOK_QA =
      Archive.of(
          "data/OpenBookQA-V1-Sep2018",
          "https://ai2-public-datasets.s3.amazonaws.com/open-book-qa/OpenBookQA-V1-Sep2018.zip");
  private static final Archive SIQA =
      Archive.of(
          "data/socialiqa-train-dev",
          "https://storage.googleapis.com/ai2-mosaic/public/socialiqa/socialiqa-train-dev.zip");
  private static final String PIQA = "https://yonatanbisk.com/piqa/data/";

  private CommonsenseScenarios() {}

  static List<Instance> openBookQa(HelmData data) {
    List<Instance> instances = new ArrayList<>();
    for (String split : List.of(Instance.TRAIN, Instance.TEST)) {
      Path file = data.file(OPEN_BOOK_QA, "Data/Main/" + split + ".jsonl");
      data.jsonLines(file).forEach(item -> instances.add(stemAndChoices(item, split)));
    }
    return instances;
  }

  static List<Instance> commonsenseQa(HelmData data) {
    List<Instance> instances = new ArrayList<>();
    for (String part : List.of("train", "val")) {
      String published = part.equals("val") ? "dev" : part;
      Path file =
          data.file(
              "data/commonsenseqa_" + part + ".jsonl",
              "https://s3.amazonaws.com/commensenseqa/" + published + "_rand_split.jsonl");
      data.jsonLines(file).forEach(item -> instances.add(stemAndChoices(item, split(part))));
    }
    return instances;
  }

  private static Instance stemAndChoices(JsonNode item, String split) {
    List<String> answers = new ArrayList<>();
    item.path("question").path("choices").forEach(c -> answers.add(c.path("text").asText()));
    String correct = lettered(answers, item.path("answerKey").asText());
    return Instance.of(
        item.path("question").path("stem").asText(), options(answers, correct), split);
  }

  static List<Instance> hellaSwag(HelmData data) {
    List<Instance> instances = new ArrayList<>();
    for (String part : List.of("train", "val")) {
      String name = "hellaswag_" + part + ".jsonl";
      Path file =
          data.file(
              "data/" + name,
              "https://raw.githubusercontent.com/rowanz/hellaswag/master/data/" + name);
      for (JsonNode item : data.jsonLines(file)) {
        List<String> answers = KnowledgeScenarios.texts(item.path("endings"));
        String question =
            item.path("activity_label").asText()
                + ": "
                + item.path("ctx_a").asText()
                + " "
                + capitalized(item.path("ctx_b").asText());
        instances.add(choice(question, answers, item.path("label").asInt(), split(part)));
      }
    }
    return instances;
  }

  /** The first character alone changes. */
  private static String capitalized(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int rest = text.offsetByCodePoints(0, 1);
    return text.substring(0, rest).toUpperCase(Locale.ROOT) + text.substring(rest);
  }

  static List<Instance> piqa(HelmData data) {
    List<Instance> instances = new ArrayList<>();
    for (String part : List.of("train", "val")) {
      String published = part.equals("val") ? "valid" : part;
      Path items = data.file("data/piqa_" + part + ".jsonl", PIQA + published + ".jsonl");
      Path labels =
          data.file("data/piqa_" + part + "_labels.lst", PIQA + published + "-labels.lst");
      List<JsonNode> rows = data.jsonLines(items);
      List<Integer> right = labels(data, labels, rows.size());
      for (int i = 0; i < rows.size(); i++) {
        JsonNode row = rows.get(i);
        List<String> answers = List.of(row.path("sol1").asText(), row.path("sol2").asText());
        instances.add(choice(row.path("goal").asText(), answers, right.get(i), split(part)));
      }
    }
    return instances;
  }

  static List<Instance> siqa(HelmData data) {
    String folder = "socialiqa-train-dev/";
    List<Instance> instances = new ArrayList<>();
    for (String part : List.of("train", "val")) {
      String published = part.equals("val") ? "dev" : part;
      List<JsonNode> rows = data.jsonLines(data.file(SIQA, folder + published + ".jsonl"));
      List<Integer> right =
          labels(data, data.file(SIQA, folder + published + "-labels.lst"), rows.size());
      for (int i = 0; i < rows.size(); i++) {
        JsonNode row = rows.get(i);
        String question = row.path("context").asText() + " " + row.path("question").asText();
        List<String> answers =
            List.of(
                row.path("answerA").asText(),
                row.path("answerB").asText(),
                row.path("answerC").asText());
        instances.add(choice(question, answers, right.get(i) - 1, split(part)));
      }
    }
    return instances;
  }

  private static List<Integer> labels(HelmData data, Path file, int rows) {
    try {
      List<Integer> labels =
          data.lines(file).stream().map(line -> Integer.valueOf(line.strip())).toList();
      if (labels.size() == rows) {
        return labels;
      }
      throw RegattaException.user(
          file + ": " + labels.size() + " labels (expected: " + rows + ", one per question)");
    } catch (NumberFormatException e) {
      throw RegattaException.user(file + ": " + e.getMessage() + " (expected: a whole number)");
    }
  }

  private static Instance choice(String question, List<String> answers, int right, String split) {
    if (right < 0 || right >= answers.size()) {
      throw RegattaException.user(
          "label " + right + " of the options " + answers + " (expected: the index of one)");
    }
    return Instance.of(question, options(answers, answers.get(right)), split);
  }

  private static String split(String part) {
    return part.equals("val") ? Instance.VALID : part;
  }
}
