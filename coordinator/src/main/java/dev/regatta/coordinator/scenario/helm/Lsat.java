package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.scenario.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** AR-LSAT: analytical reasoning, all questions or those of a type. */
final class Lsat {
  private static final String MISCELLANEOUS = "miscellaneous";
  private static final Map<String, String> TYPES =
      Map.of(
          "in/out grouping", "grouping",
          "distribution grouping", "grouping",
          "simple ordering", "ordering",
          "relative ordering", "ordering",
          "complex ordering", "ordering",
          "determined assignment", "assignment",
          "undetermined assignment", "assignment");

  private Lsat() {}

  static Conversion of(Arguments args) {
    Set<String> tasks = new TreeSet<>(TYPES.values());
    tasks.add(MISCELLANEOUS);
    tasks.add("all");
    String task = args.oneOf("task", List.copyOf(tasks));
    return data -> {
      List<Instance> instances = new ArrayList<>();
      Map<String, String> splits =
          Map.of(Instance.TRAIN, "Training", Instance.VALID, "Development", Instance.TEST, "Test");
      for (String split : List.of(Instance.TRAIN, Instance.VALID, Instance.TEST)) {
        String name = "AR_" + splits.get(split) + "Data.json";
        Path file =
            data.file(
                "data/" + name,
                "https://raw.githubusercontent.com/zhongwanjun/AR-LSAT/main/data/" + name);
        for (JsonNode passage : data.json(file)) {
          for (JsonNode question : passage.path("questions")) {
            if (task.equals("all") || isOf(task, question)) {
              instances.add(instance(passage, question, split));
            }
          }
        }
      }
      return instances;
    };
  }

  private static boolean isOf(String task, JsonNode question) {
    String tag = question.path("tags").path(2).asText("");
    String named = tag.replace("grouping (distribution)", "distribution grouping");
    String type = named.isEmpty() ? MISCELLANEOUS : named;
    return task.equals(type.replace(' ', '_').replace('/', '_')) || task.equals(TYPES.get(type));
  }

  private static Instance instance(JsonNode passage, JsonNode question, String split) {
    List<String> options = KnowledgeScenarios.texts(question.path("options"));
    int answer = question.path("answer").asText(" ").charAt(0) - 'A';
    List<Reference> references = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      references.add(
          new Reference(options.get(i), i == answer ? Instances.TAG_CORRECT : List.of()));
    }
    return Instance.of(
        Instances.passage(passage.path("passage").asText(), question.path("question").asText()),
        references,
        split);
  }
}
