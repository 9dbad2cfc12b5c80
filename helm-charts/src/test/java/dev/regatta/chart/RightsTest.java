package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What coordinators and drivers may do in the cluster. */
class RightsTest {
  private static final Path PAGE = Chart.ROOT.resolve("docs/kubernetes.md");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void aCoordinatorHasWhatItsPageSaysThatItAsksFor() throws IOException {
    assumeTrue(Files.exists(PAGE), "there is no page of what a coordinator asks for");
    Set<String> documented = new TreeSet<>();
    Matcher blocks = YAML.matcher(Files.readString(PAGE));
    while (blocks.find()) {
      JsonNode block = Rendered.yaml(blocks.group(1));
      if (block.path("kind").asText().equals("Role")) {
        documented.addAll(rights(block));
      }
    }
    assertThat(documented).isNotEmpty();
    // The chart brings the Lease.
    documented.remove("create leases");

    assertThat(rights(coordinator("{}"))).isEqualTo(documented);
  }

  @Test
  void aCoordinatorThatScalesNothingHasItsLeaseAlone() {
    JsonNode role = coordinator("coordinator: {scalePools: false}");

    assertThat(rights(role)).containsExactlyInAnyOrder("get leases", "update leases");
    assertThat(role.at("/rules/0/resourceNames/0").asText())
        .isEqualTo(role.at("/metadata/name").asText());
    assertThat(Chart.render("coordinator: {scalePools: false}").has("Lease", "-coordinator"))
        .isTrue();
  }

  @Test
  void oneThatIsLedByKafkaAndScalesNothingHasNone() {
    String values = "coordinator: {leadership: kafka, scalePools: false}";

    assertThat(Chart.render(values).all("Role")).isEmpty();
    assertThat(Chart.render(values).all("Lease")).isEmpty();
  }

  private static JsonNode coordinator(String values) {
    return Chart.render(values).one("Role", "-coordinator");
  }

  private static Set<String> rights(JsonNode role) {
    Set<String> rights = new TreeSet<>();
    for (JsonNode rule : role.path("rules")) {
      for (JsonNode resource : rule.path("resources")) {
        for (JsonNode verb : rule.path("verbs")) {
          rights.add(verb.asText() + " " + resource.asText());
        }
      }
    }
    return rights;
  }
}
