package dev.regatta.coordinator.scenario.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios over data of a few lines, in HELM's layout. */
class HelmScenariosTest {
  @TempDir private Path directory;

  private List<Instance> instances(String className, Map<String, Object> args) {
    Fetcher fetcher =
        new Fetcher(
            directory.resolve("cache"),
            Map.of("HF_ENDPOINT", "http://127.0.0.1:9"),
            FetchListener.NONE,
            HttpClient.newHttpClient());
    HelmFolders folders = new HelmFolders(Optional.of(directory), fetcher);
    return new HelmScenarios(folders).of(new ObjectSpec(className, args)).instances().toList();
  }

  private void write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void numbersAreEvenOrOdd() {
    List<Instance> choices = instances("simple_scenarios.SimpleMCQAScenario", Map.of());
    assertThat(choices).hasSize(90);
    assertThat(choices.get(11).input()).isEqualTo("Is 21 even or odd?");
    assertThat(choices.get(11).split()).isEqualTo(Instance.TEST);
    assertThat(choices.get(10).split()).isEqualTo(Instance.TRAIN);
    assertThat(choices.get(11).references())
        .containsExactly(
            new Reference("Even", List.of()), new Reference("Odd", List.of(Reference.CORRECT)));
    assertThat(
            instances("simple_scenarios.SimpleShortAnswerQAScenario", Map.of()).get(0).references())
        .containsExactly(new Reference("Even", List.of(Reference.CORRECT)));
    assertThat(instances("simple_scenarios.SimpleClassificationScenario", Map.of()).get(89).input())
        .isEqualTo("99");
  }

  @Test
  void legalBenchIsAskedByItsSettings() throws IOException {
    write(
        "benchmark_output/scenarios/legalbench/data/prompt_construction_settings.json",
        """
        {"proa": [["Statute", "text"], ["Number", "index"]]}
        {"proa": "Say Yes or No."}
        {"proa": "answer"}
        {"proa": "Answer"}
        {"proa": 5}
        """);
    write(
        "nguha/legalbench/README.md",
        """
        ---
        configs:
        - config_name: proa
          data_files:
          - split: train
            path: own/proa.tsv
        ---
        """);
    write("nguha/legalbench/own/proa.tsv", "index\tanswer\ttext\n7\tYes\tSue \"him\".\n");
    write(
        "nguha/legalbench/proa/test.jsonl", "{\"index\": 8, \"answer\": \"No\", \"text\": \"x\"}");
    List<Instance> instances =
        instances("legalbench_scenario.LegalBenchScenario", Map.of("subset", "proa"));
    assertThat(instances)
        .extracting(Instance::input, Instance::split)
        .containsExactly(
            tuple("Statute: Sue \"him\".\nNumber: 7", "train"),
            tuple("Statute: x\nNumber: 8", "test"));
    assertThat(instances.get(0).firstCorrect().map(Reference::text)).contains("Yes");
  }

  @Test
  void articlesAreCutAtTheirTitles() throws IOException {
    write(
        "benchmark_output/scenarios/wikitext_103/data/wiki.test.raw",
        " \n = One = \n \n text\n = = Part = = \n \n = Two = \n \n = Three = \n \n last");
    assertThat(instances("wikitext_103_scenario.Wikitext103Scenario", Map.of()))
        .extracting(Instance::input)
        .containsExactly(
            " \n = One = \n \n text\n = = Part = = \n", " \n = Two = \n \n = Three = \n \n last");
  }

  @Test
  void noArgumentLeadsOutOfTheDirectory() throws IOException {
    write("secret.csv", "q,a,b,A\n");
    for (String path : List.of("../../../secret.csv", "x/../../../../secret.csv")) {
      assertThatThrownBy(
              () ->
                  instances(
                      "custom_mcqa_scenario.CustomMCQAScenario", Map.of("path", "../" + path)))
          .isInstanceOf(RegattaException.class)
          .hasMessageContaining(path + " (expected: a path below " + directory);
    }
  }
}
