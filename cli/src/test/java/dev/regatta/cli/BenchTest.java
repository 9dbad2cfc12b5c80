package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each benchmark at its smallest: it ends, and its JSON has what its page says. */
class BenchTest {
  private static final Path TINY_MODEL =
      Path.of("../worker/src/test/resources/llamacpp/tiny.gguf").toAbsolutePath().normalize();

  @TempDir private Path directory;

  @Test
  void endToEndInOneProcess() {
    JsonNode report = json("end-to-end", "--requests", "200");
    assertThat(report.at("/requests").asInt()).isEqualTo(200);
    assertThat(report.at("/requestsPerSecond").asDouble()).isPositive();
    assertThat(report.at("/peakHeapBytes").asLong()).isPositive();
    assertThat(report.at("/stages").fieldNames())
        .toIterable()
        .contains("plan", "publish", "land", "score");
    assertThat(report.at("/stages/publish").asDouble()).isPositive();
    assertThat(report.at("/resultHash").asText()).hasSize(64);
  }

  @Test
  void endToEndInProcesses() {
    JsonNode report = json("end-to-end", "--processes", "--requests", "500");
    assertThat(report.at("/resultHash").asText()).hasSize(64);
    assertThat(report.at("/stages/publish").asDouble()).isPositive();
    assertThat(report.at("/stages").has("score")).isTrue();
    if (Path.of("/proc/self/status").toFile().exists()) {
      for (String service : new String[] {"broker", "coordinator", "worker", "aggregator"}) {
        assertThat(report.at("/peakResidentBytes/" + service).asLong()).isPositive();
        assertThat(report.at("/liveHeapBytes/" + service).asLong()).isPositive();
        assertThat(report.at("/cpuSeconds/" + service).asDouble()).isPositive();
      }
    }
    assertThat(report.at("/samples").findValuesAsText("completed")).contains("500");
  }

  @Test
  void resume() {
    JsonNode report = json("resume", "--requests", "3000");
    assertThat(report.at("/answeredBefore").asInt()).isGreaterThanOrEqualTo(1500);
    assertThat(report.at("/scoredSeconds").asDouble()).isPositive();
    assertThat(report.at("/publishedTwice").isIntegralNumber()).isTrue();
    assertThat(report.at("/answeredTwice").asInt()).isNotNegative();
    assertThat(report.at("/resultHash").asText()).hasSize(64);
  }

  @Test
  void score() {
    JsonNode report = json("score", "--requests", "300");
    assertThat(report.at("/coldSeconds").asDouble())
        .isGreaterThan(report.at("/runSeconds/0").asDouble());
    assertThat(report.at("/warmSeconds").asDouble()).isPositive();
    assertThat(report.at("/resultHash").asText()).hasSize(64);
  }

  @Test
  void metrics() {
    JsonNode report = json("metrics", "--millis=1", "--metric=exact_match,rouge_l,bleu");
    assertThat(report.at("/pairs").asInt()).isEqualTo(1000);
    assertThat(report.at("/metrics").findValuesAsText("metric"))
        .containsExactlyInAnyOrder("exact_match", "rouge_l", "bleu");
    assertThat(report.at("/metrics/0/pairsPerSecond").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(report.at("/metrics/2/pairsPerSecond").asDouble());
  }

  @Test
  void aMissingFileOfPairsIsNamed() {
    Cli missing = Cli.regatta("bench", "metrics", "--data=none.jsonl");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("--data", "none.jsonl");
  }

  @Test
  void scale() {
    JsonNode report = json("scale", "--workers=1,2", "--requests=200", "--slots=4", "--millis=5");
    assertThat(report.at("/runs").findValuesAsText("workers")).containsExactly("1", "2");
    assertThat(report.at("/speedUp").asDouble()).isPositive();
    assertThat(report.at("/sameResults").asBoolean()).isTrue();
  }

  @Test
  void scaling() throws IOException {
    Path plot = directory.resolve("scaling.svg");
    JsonNode report = json("scaling", "--load=long requests", "--plot=" + plot);
    assertThat(report.at("/results").findValuesAsText("rule"))
        .containsExactly("Regatta", "KEDA", "KEDA, tuned");
    assertThat(report.at("/results/0/redoneHours").asDouble()).isZero();
    assertThat(report.at("/results/1/redoneHours").asDouble()).isPositive();
    for (JsonNode result : report.at("/results")) {
      assertThat(result.at("/finishMinutes/m").asDouble()).as("the longest request").isPositive();
      assertThat(result.at("/gpuHours").asDouble())
          .isGreaterThan(
              result.at("/startingHours").asDouble()
                  + result.at("/idleHours").asDouble()
                  + result.at("/redoneHours").asDouble());
    }
    assertThat(Files.readString(plot)).startsWith("<svg").contains("KEDA, tuned", "long requests");
    Cli unknown = Cli.regatta("bench", "scaling", "--load=short");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("--load", "short", "overnight");
  }

  @Test
  void pools() {
    JsonNode report = json("pools", "--pools=6", "--workers=9", "--seconds=1");
    assertThat(report.at("/writes").asInt(-1)).isZero();
    for (String look : new String[] {"look", "lookProcessor"}) {
      double median = report.at("/" + look + "/median").asDouble();
      assertThat(median).isPositive();
      assertThat(report.at("/" + look + "/worst").asDouble()).isGreaterThanOrEqualTo(median);
    }
    if (Path.of("/proc/self/status").toFile().exists()) {
      for (String figure : new String[] {"liveHeapBytes", "peakResidentBytes", "processors"}) {
        assertThat(report.at("/coordinator/" + figure).asDouble()).as(figure).isPositive();
      }
    }
    assertThat(report.at("/coordinator/writes").isIntegralNumber()).isTrue();
  }

  @Test
  void engine() {
    JsonNode report =
        json("engine", "--model=" + TINY_MODEL, "--requests=4", "--tokens=2", "--shots=0");
    for (String key : new String[] {"worker", "engine", "unshared"}) {
      assertThat(report.at("/" + key + "TokensPerSecond").asDouble()).isPositive();
    }
    assertThat(report.at("/workerRatio").asDouble()).isPositive();
    assertThat(report.at("/sharingRatio").asDouble()).isPositive();
  }

  @Test
  void server() {
    JsonNode report = json("server", "--slots", "8", "--millis", "5", "--requests", "400");
    assertThat(report.at("/possiblePerSecond").asDouble()).isEqualTo(1600);
    assertThat(report.at("/workerPerSecond").asDouble()).isPositive();
    assertThat(report.at("/loadGeneratorPerSecond").asDouble()).isPositive();
  }

  @Test
  void numbersAreChecked() {
    Cli wrong = Cli.regatta("bench", "scale", "--slots", "0", "--requests", "1");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--slots: 0", "--requests: 1");
    for (String option : new String[] {"--no-score", "--bare"}) {
      Cli alone = Cli.regatta("bench", "end-to-end", option);
      assertThat(alone.exitCode()).isEqualTo(2);
      assertThat(alone.err()).contains(option, "--processes");
    }
  }

  private static JsonNode json(String... arguments) {
    String[] command = new String[arguments.length + 2];
    command[0] = "bench";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    command[command.length - 1] = "--json";
    Cli bench = Cli.regatta(command);
    assertThat(bench.exitCode()).as(bench.err()).isZero();
    return bench.json();
  }
}
