package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DashboardTest {
  private static final Pattern NAME = Pattern.compile("\\b(regatta|jvm|process)_[a-z_]+");

  private final JsonNode dashboard;

  DashboardTest() throws IOException {
    dashboard =
        new ObjectMapper().readTree(Chart.DIRECTORY.resolve("files/dashboard.json").toFile());
  }

  @Test
  void itAsksForMetricsThatTheCodeRegisters() throws IOException {
    Set<String> registered = RegisteredMetrics.names(Chart.ROOT);
    assertThat(registered).contains("regatta_worker_answered_total", "regatta_sweeps");

    Set<String> asked = new TreeSet<>();
    for (String expression : dashboard.findValuesAsText("expr")) {
      Matcher matcher = NAME.matcher(expression);
      while (matcher.find()) {
        asked.add(matcher.group());
      }
    }
    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(asked)
        .as("all of the pools'")
        .containsAll(registered.stream().filter(name -> name.startsWith("regatta_pool_")).toList())
        .contains("regatta_pool_replicas");
    // Those of the JVM come from Micrometer.
    assertThat(asked).filteredOn(name -> name.startsWith("regatta_")).isSubsetOf(registered);
    assertThat(asked)
        .filteredOn(name -> !name.startsWith("regatta_"))
        .isSubsetOf("jvm_memory_used_bytes", "jvm_memory_max_bytes");
  }

  @Test
  void panelsHaveTitlesAndDoNotOverlap() {
    List<JsonNode> panels = dashboard.path("panels").valueStream().toList();
    Set<String> cells = new TreeSet<>();
    for (JsonNode panel : panels) {
      assertThat(panel.path("title").asText()).isNotBlank();
      JsonNode place = panel.path("gridPos");
      for (int x = 0; x < place.path("w").asInt(); x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          int column = place.path("x").asInt() + x;
          assertThat(column).isLessThan(24);
          assertThat(cells.add(column + "," + (place.path("y").asInt() + y)))
              .as(panel.path("title").asText())
              .isTrue();
        }
      }
    }
  }

  @Test
  void theConfigMapHoldsItAsItIs() throws IOException {
    Rendered rendered = Chart.render("monitoring: {dashboard: {enabled: true}}");
    String text = rendered.one("ConfigMap", "-dashboard").at("/data/regatta.json").asText();

    assertThat(new ObjectMapper().readTree(text)).isEqualTo(dashboard);
  }
}
