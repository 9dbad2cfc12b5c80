package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.scenario.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** GSM8K, bAbI and HumanEval. */
final class ReasoningScenarios {
  private static final Archive BABI =
      Archive.of(
          "data/tasks_1-20_v1-2",
          "http://www.thespermwhale.com/jaseweston/babi/tasks_1-20_v1-2.tar.gz");

  /** bAbI's task of finding a way. */
  private static final int PATHS = 19;

  private static final Map<String, String> DIRECTIONS =
      Map.of("s", "south", "n", "north", "e", "east", "w", "west");

  private ReasoningScenarios() {}

  static Map<String, Source> gsm() {
    return Map.of("train", gsm("train"), "test", gsm("test"));
  }

  private static Source gsm(String split) {
    return new Source(
        "gsm_data_" + split,
        "https://raw.githubusercontent.com/openai/grade-school-math/master/grade_school_math/data/"
            + split
            + ".jsonl");
  }

  /** bAbI: the facts of a story so far and a question; a path is spelled out. */
  static Conversion babiQa(Arguments args) {
    String task = args.text("task");
    List<Integer> tasks =
        task.equals("all")
            ? IntStream.rangeClosed(1, 20).boxed().toList()
            : List.of(args.integer("task", 1, 20));
    return data -> {
      List<Instance> instances = new ArrayList<>();
      for (int number : tasks) {
        for (String split : List.of(Instance.TRAIN, Instance.VALID, Instance.TEST)) {
          String path = "en-valid/qa" + number + "_" + split + ".txt";
          stories(data.lines(data.file(BABI, path)), number == PATHS, split, instances);
        }
      }
      return instances;
    };
  }

  private static void stories(
      List<String> lines, boolean paths, String split, List<Instance> instances) {
    StringBuilder story = new StringBuilder();
    for (String line : lines) {
      String[] numbered = line.split(" ", 2);
      if (numbered[0].equals("1")) {
        story.setLength(0);
      }
      if (numbered[1].contains("?")) {
        String[] fields = numbered[1].split("\t");
        String answer = fields[1].strip();
        instances.add(
            Instance.of(
                story + "Question: " + fields[0].strip(),
                Instances.correct(paths ? path(answer) : answer),
                split));
      } else {
        story.append(numbered[1]).append('\n');
      }
    }
  }

  private static String path(String steps) {
    return Stream.of(steps.split(",")).map(DIRECTIONS::get).collect(Collectors.joining(" "));
  }

  /** HumanEval; the tests of a problem go along for those who run them. */
  static Conversion code(Arguments args) {
    args.oneOf("dataset", List.of("humaneval"));
    return data -> {
      Path file =
          data.file(
              "HumanEval.jsonl",
              "https://github.com/openai/human-eval/raw/master/data/HumanEval.jsonl.gz");
      // A task that stands there twice keeps its place and takes the later text.
      Map<String, JsonNode> tasks = new LinkedHashMap<>();
      data.jsonLines(file).forEach(task -> tasks.put(task.path("task_id").asText(), task));
      return tasks.values().stream().map(ReasoningScenarios::task).toList();
    };
  }

  private static Instance task(JsonNode task) {
    return new Instance(
        task.path("prompt").asText(),
        null,
        Instances.correct(task.path("canonical_solution").asText()),
        Instance.TEST,
        null,
        null,
        null,
        List.of(),
        List.of(),
        Map.of(
            "test", task.path("test").asText(), "entry_point", task.path("entry_point").asText()));
  }
}
