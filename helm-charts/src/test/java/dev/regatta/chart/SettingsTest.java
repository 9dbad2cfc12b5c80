package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Services refuse settings that they do not know: every one that the chart gives is one of theirs.
 */
class SettingsTest {
  private static final Pattern SECTION = Pattern.compile("## regatta (\\w+)");
  private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.-]+)` \\| ([^|]*) \\|.*");

  /** Outside of the services' own: how a configuration is found. */
  private static final String CONFIG = "config";

  static Stream<Matrix.Case> cases() {
    return Matrix.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void servicesKnowTheirSettings(Matrix.Case values) throws IOException {
    for (String service : Set.of("coordinator", "aggregator")) {
      Set<String> given = new TreeSet<>();
      values
          .rendered()
          .file("-" + service, service + ".yaml")
          .fieldNames()
          .forEachRemaining(given::add);
      assertThat(given).isNotEmpty().allMatch(key -> isOf(service, key));

      JsonNode container =
          values.rendered().one("Deployment", "-" + service).at("/spec/template/spec/containers/0");
      assertThat(variables(service, container.path("env")))
          .isNotEmpty()
          .allMatch(key -> isOf(service, key));
    }
    if (values.rendered().has("ConfigMap", "-workers")) {
      JsonNode environment = values.rendered().file("-workers", "worker-defaults.yaml").path("env");
      assertThat(variables("worker", environment))
          .contains("log.format")
          .allMatch(key -> isOf("worker", key));
    }
  }

  @Test
  void whereJobsScoreTheAggregatorWaitsForThem() {
    JsonNode settings =
        Chart.render("{scoring: {mode: spark}, store: {kind: s3, s3: {bucket: results}}}")
            .file("-aggregator", "aggregator.yaml");
    assertThat(settings.path("scoring.where").asText()).isEqualTo("elsewhere");
    assertThat(settings.path("scoring.command").asText())
        .contains("--from=cronjob/" + Chart.RELEASE + "-regatta-score ", "SWEEP={sweep} ");

    assertThat(Chart.render("{}").file("-aggregator", "aggregator.yaml").has("scoring.where"))
        .isFalse();
  }

  private static Set<String> variables(String service, JsonNode environment) throws IOException {
    String prefix = "REGATTA_" + service.toUpperCase(Locale.ROOT) + "_";
    Set<String> keys = new TreeSet<>();
    for (JsonNode variable : environment) {
      String name = variable.path("name").asText();
      if (name.startsWith(prefix)) {
        String wanted = name.substring(prefix.length());
        keys.add(
            known(service).stream()
                .filter(key -> key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_").equals(wanted))
                .findFirst()
                .orElse(wanted));
      }
    }
    return keys;
  }

  private static boolean isOf(String service, String key) {
    try {
      Set<String> known = known(service);
      return known.stream()
          .anyMatch(each -> each.endsWith(".") ? key.startsWith(each) : key.equals(each));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Keys of docs/configuration.md, which is made of the settings; a dot at the end takes any name.
   */
  private static Set<String> known(String service) throws IOException {
    Set<String> keys = new TreeSet<>(Set.of(CONFIG));
    String section = "";
    for (String line : Files.readAllLines(Chart.ROOT.resolve("docs/configuration.md"))) {
      Matcher heading = SECTION.matcher(line);
      Matcher row = ROW.matcher(line);
      if (heading.matches()) {
        section = heading.group(1);
      } else if (row.matches() && section.equals(service)) {
        keys.add(row.group(1) + (row.group(2).startsWith("NAME=VALUE") ? "." : ""));
      }
    }
    return keys;
  }
}
