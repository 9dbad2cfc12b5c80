package dev.regatta.cli;

import static dev.regatta.cli.Cli.regatta;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  /** One of two draws of two answers, one of which passes: 1 - 1/2; both: 1. */
  private static final List<String> PASS =
      List.of(
          "{\"n\": 2, \"c\": 1, \"k\": 1, \"pass_at_k\": 0.5}",
          "{\"n\": 2, \"c\": 1, \"k\": 2, \"pass_at_k\": 1.0}");

  /** The average of 1 and 3 is 2, their variance 1. */
  private static final String STAT =
      "{\"id\": \"s\", \"values\": [1, 3], \"split_at\": 1, \"sum_squared\": 10, \"mean\": 2,"
          + " \"variance\": 1, \"median\": 2}";

  @TempDir private Path directory;

  @Test
  void whatAgreesIsCountedAndWhatIsNotKnownIsNot() throws IOException {
    Files.write(directory.resolve("pass_at_k.jsonl"), PASS);
    Files.writeString(directory.resolve("helm_stat.jsonl"), STAT);
    Files.writeString(directory.resolve("filters.jsonl"), "{\"filter\": \"regex\"}");
    Cli verified = regatta("verify", "gold", directory.toString());
    assertThat(verified.exitCode()).as(verified.err()).isZero();
    assertThat(verified.out())
        .containsPattern("pass_at_k.jsonl +pass_at_k +2 of 2")
        .containsPattern("helm_stat.jsonl +median +1 not known +not known: not a field of a Stat")
        .containsPattern("filters.jsonl +- +not known")
        .contains("5 of 5 cases as recorded, 1 not known");
  }

  @Test
  void aDifferenceIsShownAndHidesNothing() throws IOException {
    Files.writeString(
        directory.resolve("pass_at_k.jsonl"),
        "{\"id\": \"a\", \"n\": 2, \"c\": 1, \"k\": 1, \"pass_at_k\": 0.25}\nno case\n"
            + PASS.get(1));
    Files.writeString(directory.resolve("helm_stat.jsonl"), STAT);
    Cli verified = regatta("verify", "gold", directory.toString());
    assertThat(verified.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(verified.out())
        .containsPattern("pass_at_k +1 of 2 +a \\(line 1\\): expected 0.25, found 0.5")
        .containsPattern("\\(lines\\) +0 of 1 +line 2: expected a JSON object, found no case")
        .containsPattern("helm_stat.jsonl +mean +1 of 1");
    JsonNode json = regatta("verify", "gold", directory.toString(), "--json").json();
    assertThat(json.get("passed").asBoolean()).isFalse();
    assertThat(json.get("agreed").asInt()).isEqualTo(4);
    assertThat(json.get("compared").asInt()).isEqualTo(6);
    assertThat(json.at("/results/1/parts/0/differences/0/where").asText()).isEqualTo("a (line 1)");
    Cli one = regatta("verify", "gold", directory.toString(), "--only", "stat");
    assertThat(one.exitCode()).isZero();
    assertThat(one.out()).doesNotContain("pass_at_k");
  }

  @Test
  void wrongInputIsTold() {
    refused("none: no such directory", directory.resolve("none").toString());
    refused("no gold in it", directory.toString());
    refused("--data: no such directory", directory.toString(), "--data=" + directory + "/none");
    refused(
        "--perturbation-data: no such directory",
        directory.toString(),
        "--perturbation-data=" + directory + "/none");
    assertThat(regatta("verify", "gold").exitCode()).isEqualTo(ExitCode.USER);
    assertThat(regatta("verify", "gold", "--help").out()).contains("Examples:", "Exit codes:");
  }

  private static void refused(String message, String... args) {
    String[] command = new String[args.length + 2];
    command[0] = "verify";
    command[1] = "gold";
    System.arraycopy(args, 0, command, 2, args.length);
    Cli refused = regatta(command);
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCode.USER);
    assertThat(refused.err()).contains(message);
  }
}
