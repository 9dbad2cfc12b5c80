package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.coordinator.scenario.Arguments;
import java.util.ArrayList;
import java.util.List;

/** BIG-bench's JSON tasks: shuffled, then train, test and, as many again, valid. */
public final class BigBench {
  static final String FOLDER = "big_bench";

  private static final String TASKS =
      "https://raw.githubusercontent.com/google/BIG-bench/main/bigbench/benchmark_tasks/";
  private static final double TEST_SHARE = 0.2;
  private static final int LEAST_TEST = 16;

  private BigBench() {}

  /** The definition of a task, which tells how it is to be asked. */
  public static JsonNode task(HelmFolders folders, String task, String subtask) {
    return task(new HelmData(folders, FOLDER), task, subtask);
  }

  private static JsonNode task(HelmData data, String task, String subtask) {
    String path = task + (subtask.isEmpty() ? "" : "/" + subtask) + "/task.json";
    return data.json(data.file(path, TASKS + path));
  }

  static Conversion of(Arguments args) {
    String task = args.text("task");
    String subtask = args.text("subtask", "");
    return data -> {
      List<JsonNode> examples = new ArrayList<>();
      task(data, task, subtask).path("examples").forEach(examples::add);
      new PythonRandom(0).shuffle(examples);
      int test = Math.max((int) (TEST_SHARE * examples.size()), LEAST_TEST);
      int train = examples.size() - 2 * test;
      List<Instance> instances = new ArrayList<>();
      for (int i = 0; i < examples.size(); i++) {
        String split =
            i < train ? Instance.TRAIN : i < train + test ? Instance.TEST : Instance.VALID;
        instances.add(
            Instance.of(
                examples.get(i).path("input").asText(), references(examples.get(i)), split));
      }
      return instances;
    };
  }

  private static List<Reference> references(JsonNode example) {
    List<Reference> references = new ArrayList<>();
    if (!example.has("target_scores")) {
      JsonNode target = example.path("target");
      return Instances.correct(
          target.isArray()
              ? KnowledgeScenarios.texts(target).toArray(String[]::new)
              : new String[] {target.asText()});
    }
    double best = Double.NEGATIVE_INFINITY;
    for (JsonNode score : example.path("target_scores")) {
      best = Math.max(best, score.asDouble());
    }
    double highest = best;
    example
        .path("target_scores")
        .properties()
        .forEach(
            option ->
                references.add(
                    new Reference(
                        option.getKey(),
                        option.getValue().asDouble() == highest
                            ? Instances.TAG_CORRECT
                            : List.of())));
    return references;
  }
}
