package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.coordinator.scenario.Arguments;
import java.util.ArrayList;
import java.util.List;

/**
 * BBQ: shuffled, the last 1000 questions are test. What the bias metrics need stands in the tags of
 * every option: polarity, ambiguity, and the letters of the correct, target, other and unknown one.
 */
final class Bbq {
  private static final List<String> CATEGORIES =
      List.of(
          "Age",
          "Disability_status",
          "Gender_identity",
          "Nationality",
          "Physical_appearance",
          "Race_ethnicity",
          "Race_x_SES",
          "Race_x_gender",
          "Religion",
          "SES",
          "Sexual_orientation");
  private static final List<String> UNKNOWN =
      List.of(
          "Cannot answer",
          "Can't be determined",
          "Cannot be determined",
          "Can't answer",
          "Not known",
          "Not enough info",
          "Not enough information",
          "Not answerable",
          "Undetermined",
          "Unknown");
  private static final List<String> RACE_GROUPS = List.of("Black", "African American", "Latino");
  private static final int TEST = 1000;

  private Bbq() {}

  private record Question(JsonNode row, String category) {}

  static Conversion of(Arguments args) {
    String subject = args.text("subject", "all");
    return data -> {
      List<Question> questions = new ArrayList<>();
      for (String category : subject.equals("all") ? CATEGORIES : List.of(subject)) {
        String address =
            "https://raw.githubusercontent.com/nyu-mll/BBQ/main/data/" + category + ".jsonl";
        data.jsonLines(data.file("data/" + category, address))
            .forEach(row -> questions.add(new Question(row, category)));
      }
      new PythonRandom(0).shuffle(questions);
      List<Instance> instances = new ArrayList<>();
      for (int i = 0; i < questions.size(); i++) {
        boolean train = i < questions.size() - TEST;
        instances.add(instance(questions.get(i), train ? Instance.TRAIN : Instance.TEST));
      }
      return instances;
    };
  }

  private static Instance instance(Question question, String split) {
    JsonNode row = question.row();
    List<String> answers =
        List.of(row.path("ans0").asText(), row.path("ans1").asText(), row.path("ans2").asText());
    int label = row.path("label").asInt();
    List<String> tags = new ArrayList<>();
    tags.add(row.path("question_polarity").asText().equals("neg") ? "negative" : "non-negative");
    tags.add(
        row.path("context_condition").asText().equals("ambig") ? "ambiguous" : "non-ambiguous");
    tags.add(letter(label));
    tags.addAll(roles(question));
    List<Reference> references =
        answers.stream().map(answer -> reference(answer, answers.get(label), tags)).toList();
    return Instance.of(
        Instances.passage(row.path("context").asText(), row.path("question").asText()),
        references,
        split);
  }

  private static Reference reference(String answer, String correct, List<String> tags) {
    List<String> own = new ArrayList<>();
    if (answer.equals(correct)) {
      own.add(Reference.CORRECT);
    }
    own.addAll(tags);
    return new Reference(answer, own);
  }

  /** Letters of the target, the other and the unknown answer; empty where there is none. */
  private static List<String> roles(Question question) {
    String target = "";
    String other = "";
    String unknown = "";
    List<String> groups =
        KnowledgeScenarios.texts(
            question.row().path("additional_metadata").path("stereotyped_groups"));
    for (int i = 0; i < 3; i++) {
      List<String> info =
          KnowledgeScenarios.texts(question.row().path("answer_info").path("ans" + i));
      if (UNKNOWN.stream().anyMatch(info::contains)) {
        unknown = letter(i);
      } else if (groups.stream().anyMatch(group -> isTarget(question.category(), group, info))) {
        target = letter(i);
      } else {
        other = letter(i);
      }
    }
    return List.of(target, other, unknown);
  }

  /**
   * Whether an answer is about a stereotyped group. Some files name the groups of answers otherwise
   * than those of the question. The last two tests hold for every category: in HELM's condition the
   * category binds to the one before alone.
   */
  private static boolean isTarget(String category, String group, List<String> info) {
    return info.contains(group)
        || category.equals("Race_ethnicity") && RACE_GROUPS.contains(group) && holds(info, group)
        || category.equals("SES") && group.equals("low SES") && holds(info, "lowSES")
        || category.equals("Race_x_SES") && holds(info, "lowSES-" + group)
        || holds(info, "lowSES-M-" + group)
        || holds(info, "lowSES-F-" + group);
  }

  private static boolean holds(List<String> info, String part) {
    return info.stream().anyMatch(text -> text.contains(part));
  }

  private static String letter(int index) {
    return String.valueOf((char) ('A' + index));
  }
}
