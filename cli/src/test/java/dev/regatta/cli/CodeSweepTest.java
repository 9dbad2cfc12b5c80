package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep whose metrics run code, with the simulated model, whose answers are no programs. */
class CodeSweepTest {
  private static final String SWEEP =
      """
      name: code
      models:
        - {name: sim, runtime: simulated, options: {tokens: 3}}
      scenarios:
        - scenario: tasks.yaml
          metrics: [pass, "unbiased_pass:k=1|2", toxicity]
          adapter: {num_outputs: 2, temperature: 0.5}
      """;

  private static final String SCENARIO =
      """
      name: tasks
      splits: {test: {source: tasks.jsonl}}
      input: "{prompt}"
      correct: {column: solution}
      adapter: {method: generation, input_prefix: "", output_prefix: ""}
      """;

  /** An answer to the second is a comment, and so right whatever it is. */
  private static final List<Map<String, String>> TASKS =
      List.of(
          Map.of(
              "prompt", "def f():\n",
              "solution", "return 1",
              "test", "def check(f): assert f() == 1",
              "entry_point", "f"),
          Map.of(
              "prompt", "def g():\n    return None\n#",
              "solution", "return None",
              "test", "def check(g): assert g() is None",
              "entry_point", "g"));

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve("sweep.yaml"), SWEEP);
    Files.writeString(directory.resolve("tasks.yaml"), SCENARIO);
    Files.write(directory.resolve("tasks.jsonl"), TASKS.stream().map(Json::text).toList());
  }

  @Test
  void withoutASandboxNothingIsAsked() {
    Cli run = regatta("run", sweep());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(run.err()).contains("metric 'pass' runs code", "code.sandbox");
    assertThat(Store.open(store()).files(Tables.COMPLETIONS, Map.of())).isEmpty();
  }

  @Test
  void aWrongSettingIsNamed() {
    Cli run = regatta("run", sweep(), "--scoring", "code.sandbox=bublewrap");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(run.err()).contains("code.sandbox: bublewrap", "bubblewrap");
    Cli missing =
        regatta(
            "run",
            sweep(),
            "--scoring=code.sandbox=bubblewrap",
            "--scoring=code.python=/usr/bin/no-python");
    assertThat(missing.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(missing.err()).contains("code.sandbox: bubblewrap /usr/bin/no-python does not run");
  }

  @Test
  void programsRunOnce() {
    assumeTrue(Sandboxes.bubblewrap(), "No bubblewrap that works on this machine");
    JsonNode report = regatta("run", sweep(), "--json", "--scoring=code.sandbox=bubblewrap").json();
    assertThat(report.at("/absent").toString())
        .contains("toxicity", "no classifier is named")
        .doesNotContain("pass");
    assertThat(means())
        .containsEntry("pass", 0.5)
        .containsEntry("pass@2", 0.5)
        .containsEntry("unbiased_pass@1", 0.5)
        .containsEntry("unbiased_pass@2", 0.5)
        .doesNotContainKey("classifier_toxic_frac");
    List<String> files = Store.open(store()).files(Tables.ANNOTATIONS, Map.of());
    assertThat(files).isNotEmpty();

    JsonNode again = regatta("score", "--json").json();
    assertThat(again.at("/hash")).isEqualTo(report.at("/resultHash"));
    assertThat(Store.open(store()).files(Tables.ANNOTATIONS, Map.of())).isEqualTo(files);
  }

  private Map<String, Double> means() {
    Map<String, Double> means = new HashMap<>();
    try (TableReader rows =
        Store.open(store()).read(Tables.STATS, List.of("metric", "mean"), Map.of())) {
      rows.forEach(row -> means.put((String) row[0], (Double) row[1]));
    }
    return means;
  }

  private Cli regatta(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--store", store()));
    return Cli.regatta(all.toArray(String[]::new));
  }

  private String sweep() {
    return directory.resolve("sweep.yaml").toString();
  }

  private String store() {
    return directory.resolve("store").toString();
  }
}
