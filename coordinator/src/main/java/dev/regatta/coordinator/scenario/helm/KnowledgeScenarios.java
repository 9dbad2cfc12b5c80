package dev.regatta.coordinator.scenario.helm;

import static dev.regatta.coordinator.scenario.helm.Instances.lettered;
import static dev.regatta.coordinator.scenario.helm.Instances.options;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.scenario.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MMLU, MMLU-Pro, TruthfulQA and questions of the user's own. */
final class KnowledgeScenarios {
  private static final String MMLU_PRO_REVISION = "3373e0b";
  private static final double TRAIN_SHARE = 0.2;
  private static final Archive MMLU =
      Archive.of("data", "https://people.eecs.berkeley.edu/~hendrycks/data.tar");

  /** Its publisher keeps it in a drive, whose addresses tell no name. */
  private static final Archive MED_QA =
      new Archive(
          "data",
          "data_clean.zip",
          "https://drive.google.com/uc?export=download&id=1ImYUSLk9JbgHXOemfvyiDiirluZHPeQw"
              + "&confirm=t");

  private KnowledgeScenarios() {}

  /** Files that are missing are passed over; {@code auxiliary_train} and {@code dev} are train. */
  static Conversion mmlu(Arguments args) {
    String subject = args.text("subject");
    return data -> {
      List<Instance> instances = new ArrayList<>();
      List<String[]> parts =
          List.of(
              new String[] {"auxiliary_train", Instance.TRAIN},
              new String[] {"dev", Instance.TRAIN},
              new String[] {"val", Instance.VALID},
              new String[] {"test", Instance.TEST});
      for (String[] part : parts) {
        String path = part[0] + "/" + subject + "_" + part[0] + ".csv";
        // Without its test file a subject has nothing to ask.
        Optional<Path> file =
            part[1].equals(Instance.TEST)
                ? Optional.of(data.file(MMLU, path))
                : data.find(MMLU, path);
        for (List<String> row : file.map(found -> data.table(found, ',')).orElse(List.of())) {
          List<String> answers = row.subList(1, row.size() - 1);
          String correct = lettered(answers, row.get(row.size() - 1));
          instances.add(Instance.of(row.get(0), options(answers, correct), part[1]));
        }
      }
      return instances;
    };
  }

  static Conversion mmluPro(Arguments args) {
    String subject = args.text("subject");
    return data -> {
      List<Instance> instances = new ArrayList<>();
      for (String split : List.of("validation", "test")) {
        String target = split.equals("test") ? Instance.TEST : Instance.TRAIN;
        for (JsonNode row :
            data.hub(
                "TIGER-Lab/MMLU-Pro", MMLU_PRO_REVISION, split, "data/" + split + "-*.parquet")) {
          if (subject.equals("all") || subject.equals(row.get("category").asText())) {
            List<String> answers = texts(row.get("options"));
            String correct = lettered(answers, row.get("answer").asText());
            instances.add(
                Instance.of(row.get("question").asText(), options(answers, correct), target)
                    .withId("id" + row.get("question_id").asText()));
          }
        }
      }
      return instances;
    };
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** The first fifth is train; the best answer comes last before the options are rotated. */
  static Conversion truthfulQa(Arguments args) {
    args.oneOf("task", List.of("mc_single"));
    return data -> {
      Path file =
          data.file(
              "data/TruthfulQA.csv",
              "https://raw.githubusercontent.com/sylinrl/TruthfulQA/"
                  + "d71c110897f5d31c5d7f309e7bc316c152f6f031/data/v1/TruthfulQA.csv");
      List<List<String>> rows = data.table(file, ',');
      int questions = rows.size() - 1;
      int train = (int) (questions * TRAIN_SHARE);
      List<Instance> instances = new ArrayList<>();
      for (int i = 0; i < questions; i++) {
        List<String> row = rows.get(i + 1);
        String split = i < train ? Instance.TRAIN : Instance.VALID;
        instances.add(Instance.of(row.get(2).strip(), rotated(row.get(3), row.get(5)), split));
      }
      return instances;
    };
  }

  private static List<Reference> rotated(String best, String incorrect) {
    List<Reference> references = new ArrayList<>();
    for (String answer : incorrect.split(";", -1)) {
      if (!answer.isBlank()) {
        references.add(new Reference(sentence(answer), List.of()));
      }
    }
    String correct = sentence(best);
    references.add(new Reference(correct, Instances.TAG_CORRECT));
    int first = correct.codePointAt(0) % references.size();
    List<Reference> rotated = new ArrayList<>(references.subList(first, references.size()));
    rotated.addAll(references.subList(0, first));
    return rotated;
  }

  private static String sentence(String text) {
    String bare = text.strip();
    return bare.endsWith(".") ? bare : bare + ".";
  }

  /** The American questions with four options; the letter tells the correct one. */
  static List<Instance> medQa(HelmData data) {
    String folder = "data_clean/questions/US/4_options/phrases_no_exclude_";
    List<Instance> instances = new ArrayList<>();
    for (String split : List.of(Instance.TRAIN, Instance.VALID, Instance.TEST)) {
      String name = split.equals(Instance.VALID) ? "dev" : split;
      for (JsonNode row : data.jsonLines(data.file(MED_QA, folder + name + ".jsonl"))) {
        List<Reference> references = new ArrayList<>();
        row.path("options")
            .properties()
            .forEach(
                option ->
                    references.add(
                        new Reference(
                            option.getValue().asText().replaceFirst("\"+\\z", "").stripTrailing(),
                            option.getKey().equals(row.path("answer_idx").asText())
                                ? Instances.TAG_CORRECT
                                : List.of())));
        instances.add(Instance.of(row.path("question").asText(), references, split));
      }
    }
    return instances;
  }

  /** JSON lines of HELM's instances; the path is seen from the scenario's folder. */
  static Conversion customMcqa(Arguments args) {
    String path = args.text("path");
    args.integer("num_train_instances", 0, 0, Integer.MAX_VALUE);
    return data -> data.jsonLines(data.file(path)).stream().map(KnowledgeScenarios::own).toList();
  }

  private static Instance own(JsonNode row) {
    List<Reference> references = new ArrayList<>();
    for (JsonNode reference : row.path("references")) {
      references.add(
          new Reference(
              reference.path("output").path("text").asText(), texts(reference.path("tags"))));
    }
    return new Instance(
        row.path("input").path("text").asText(),
        null,
        references,
        row.path("split").asText(),
        optional(row, "sub_split"),
        optional(row, "id"),
        null,
        List.of(),
        List.of(),
        Map.of());
  }

  private static String optional(JsonNode row, String key) {
    return row.hasNonNull(key) ? row.get(key).asText() : null;
  }
}
