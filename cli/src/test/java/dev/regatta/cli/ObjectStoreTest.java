package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.store.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole sweep with its store on an S3 server: plan, sink, Spark, SQL. */
class ObjectStoreTest {
  private static final String SWEEP =
      """
      name: objects
      models:
        - {name: sim, runtime: simulated, options: {tokens: 3, fail_permanent: 0.05}}
      scenarios:
        - {scenario: dyck_language, args: {num_parenthesis_pairs: 3}}
      perturbations: [space]
      defaults: {max_eval_instances: 40}
      """;

  @TempDir private Path directory;
  private String sweep;

  @BeforeEach
  void configure() throws IOException {
    System.setProperty("regatta.s3.endpoint", S3Server.shared().endpoint());
    sweep = Files.writeString(directory.resolve("sweep.yaml"), SWEEP).toString();
  }

  @AfterEach
  void forget() {
    System.clearProperty("regatta.s3.endpoint");
  }

  @Test
  void aSweepHasTheSameResultsThereAsOnADisk() {
    String store = "s3://" + S3Server.shared().bucket() + "/evaluations";
    JsonNode disk = json("run", sweep, "--json", "--store", directory.resolve("store").toString());
    JsonNode objects = json("run", sweep, "--json", "--store", store);
    assertThat(objects.at("/resultHash").asText())
        .hasSize(64)
        .isEqualTo(disk.at("/resultHash").asText());
    assertThat(objects.at("/requestsSent/sim").asInt()).isPositive();

    JsonNode again = json("run", sweep, "--json", "--store", store);
    assertThat(again.at("/requestsSent/sim").asInt()).isZero();
    assertThat(again.at("/leaderboard")).isEqualTo(objects.at("/leaderboard"));
    assertThat(json("results", "--json", "--store", store)).isEqualTo(objects.at("/leaderboard"));

    long planned = objects.at("/leaderboard/rows/0/planned").asLong();
    JsonNode counts =
        json(
            "query",
            "--json",
            "--store",
            store,
            "--cache",
            directory.resolve("cache").toString(),
            "SELECT (SELECT count(DISTINCT request_id) FROM completions) AS completions,"
                + " (SELECT count(DISTINCT request_id) FROM requests) AS requests,"
                + " (SELECT count(*) FROM requests) AS states,"
                + " (SELECT count(*) FROM quarantine) AS quarantined");
    assertThat(counts.at("/0/completions").asLong())
        .isEqualTo(counts.at("/0/requests").asLong())
        .isPositive();
    assertThat(counts.at("/0/states").asLong()).isEqualTo(planned);
    assertThat(counts.at("/0/quarantined").asLong())
        .isEqualTo(objects.at("/leaderboard/rows/0/quarantined").asLong())
        .isPositive();
  }

  private static JsonNode json(String... args) {
    Cli command = Cli.regatta(args);
    assertThat(command.exitCode()).as(command.err()).isZero();
    assertThat(command.out() + command.err()).doesNotContain(S3Server.SECRET);
    return command.json();
  }
}
