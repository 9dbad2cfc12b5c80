package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.aggregator.Gold;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HELM's profiles against the run times that its authors computed with them. */
class EstimatedCostsTest {

  private static Path directory() {
    return Gold.directory().resolve("../data/gold_helm_efficiency");
  }

  /** The published profiles were fitted once more after these numbers: they differ a little. */
  @Test
  void idealizedRunTimes() throws IOException {
    MetricResources resources = MetricResources.of(directory());
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    SoftAssertions soft = new SoftAssertions();
    int compared = 0;
    try (Reader in = Files.newBufferedReader(directory().resolve("inference_runtimes_07-19.csv"))) {
      for (CSVRecord row : format.parse(in)) {
        String scenario = row.get("scenario");
        String model = scenario.substring(scenario.indexOf("model=") + 6).replaceFirst("_", "/");
        var profile = resources.profiles().idealized().get(model);
        if (profile != null && !row.get("inference_idealized_runtime").isEmpty()) {
          double expected = Double.parseDouble(row.get("inference_idealized_runtime"));
          double seconds =
              profile.seconds(
                  Integer.parseInt(row.get("num_prompt_tokens")),
                  Integer.parseInt(row.get("num_output_tokens")));
          soft.assertThat(seconds).as(scenario).isCloseTo(expected, within(0.05 * expected));
          compared++;
        }
      }
    }
    soft.assertAll();
    assertThat(compared).isGreaterThan(40);
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
