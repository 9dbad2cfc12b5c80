package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.aggregator.Gold;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HELM's profiles; its authors' run times are compared with them by {@link EfficiencyGold}. */
class EstimatedCostsTest {

  private static Path directory() {
    return Gold.directory().resolve("../data/gold_helm_efficiency");
  }

  @Test
  void aProfileWithoutMeasurementsIsNamed(@TempDir Path empty) throws IOException {
    Files.writeString(
        empty.resolve("inference_denoised_runtimes.json"),
        "{\"acme/one\": {\"runtime_per_output_token\": 1, \"runtime_for_prompt_tokens\": {}}}");
    assertThatThrownBy(() -> MetricResources.of(empty))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("inference_denoised_runtimes.json: ")
        .hasMessageContaining("runtime_for_prompt_tokens: {} (expected: seconds by the length");
  }

  @Test
  void columnsOfAModelWithProfiles() {
    MetricResources resources = MetricResources.of(directory());
    EstimatedCosts costs = new EstimatedCosts(resources.profiles(), "ai21/j1-large");
    assertThat(costs.names()).contains("inference_denoised_runtime", "inference_idealized_runtime");
    double[] row = new double[costs.names().size()];
    Generated output = new Generated("a", -1, "stop", 3, -1, 1);
    costs.write(new Answer(List.of(output), 128, 3, 1, 1), row, 0);
    assertThat(row[0])
        .as("half of 256 tokens")
        .isCloseTo(0.065 / 2 + 2 * 0.016 + 0.237, within(1e-9));
    assertThat(new EstimatedCosts(resources.profiles(), "unknown/model").names()).isEmpty();
  }
}
