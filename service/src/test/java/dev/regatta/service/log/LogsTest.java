package dev.regatta.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import dev.regatta.service.settings.Configuration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogsTest {

  /** What a service does, as the log sees it. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      Logs.configure(
          new Configuration("test", "Tests.", LogSettings.ALL).read(List.of(args), Map.of()));
      LoggerFactory.getLogger("dev.regatta.Test").debug("hidden unless asked for");
      LoggerFactory.getLogger("org.library").info("hidden");
      try (MDC.MDCCloseable sweep = MDC.putCloseable(LogIds.SWEEP, "s-1");
          MDC.MDCCloseable request = MDC.putCloseable(LogIds.REQUEST, "r-1")) {
        LoggerFactory.getLogger("dev.regatta.Test")
            .info("two\nlines", new IllegalStateException("why"));
      }
    }
  }

  @Test
  void jsonIsOneObjectALineWithTheIdsThatAreSet() throws Exception {
    List<String> lines = log("--log.format", "json", "--log.level", "debug");
    assertThat(lines).hasSize(2);
    JsonNode line = Json.read(lines.get(1), JsonNode.class);
    assertThat(line.at("/message").asText()).isEqualTo("two\nlines");
    assertThat(line.at("/level").asText()).isEqualTo("INFO");
    assertThat(line.at("/sweep").asText()).isEqualTo("s-1");
    assertThat(line.at("/request").asText()).isEqualTo("r-1");
    assertThat(line.has("model")).isFalse();
    assertThat(line.at("/error").asText()).contains("IllegalStateException: why");
    assertThat(line.at("/time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z");
  }

  @Test
  void textShowsTheIdsThatAreSet() throws Exception {
    List<String> lines = log();
    assertThat(lines.get(0))
        .contains("INFO", "sweep=s-1", "request=r-1", "two")
        .doesNotContain("model=", "worker=");
    assertThat(String.join("\n", lines)).doesNotContain("hidden");
  }

  private static List<String> log(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
