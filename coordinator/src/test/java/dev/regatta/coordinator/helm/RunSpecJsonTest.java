package dev.regatta.coordinator.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSpecJsonTest {
  private static final String SPEC =
      """
      {"name": "x",
       "scenario_spec": {"class_name": "S", "args": {}},
       "adapter_spec": %s,
       "metric_specs": [],
       "groups": []}
      """;

  @TempDir private Path directory;

  private HelmRunSpec read(String adapter) throws IOException {
    Path file = directory.resolve("run_spec.json");
    return RunSpecJson.read(Files.writeString(file, SPEC.formatted(adapter)));
  }

  @Test
  void nullIsAsGoodAsNothing() throws IOException {
    HelmRunSpec run =
        read("{\"method\": \"generation\", \"model\": null, \"stop_sequences\": null}");
    assertThat(run.model()).isEmpty();
    assertThat(run.adapterSpec().stopSequences()).isEqualTo(List.of());
    assertThat(run.adapterSpec().maxTrainInstances()).isEqualTo(5);
  }

  @Test
  void aWrongValueIsNamedWithItsKey() {
    assertThatThrownBy(() -> read("{\"max_tokens\": \"many\"}"))
        .hasMessageContaining("run_spec.json: adapter_spec.max_tokens: ");
    assertThatThrownBy(() -> read("{\"max_tokenz\": 1}"))
        .hasMessageContaining("unknown key max_tokenz; did you mean 'max_tokens'?");
    assertThatThrownBy(() -> read("{,}")).hasMessageContaining("run_spec.json:3: ");
  }
}
