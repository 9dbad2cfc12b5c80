package dev.regatta.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The compose file against the images and their settings. */
class ComposeTest {
  private static final Map<String, Layout> IMAGES =
      Arrays.stream(Layout.values())
          .collect(Collectors.toMap(layout -> layout.image, layout -> layout));

  private static JsonNode compose;

  @TempDir private Path directory;

  @BeforeAll
  static void read() throws IOException {
    Object file = new Yaml().load(Files.readString(Layout.DOCKER.resolve("compose.yaml")));
    compose = new ObjectMapper().valueToTree(file);
  }

  @Test
  void servicesAreImagesThatAreBuiltHere() {
    for (JsonNode service : ours()) {
      String image = service.at("/image").asText().replaceAll("^regatta/|:.*$", "");
      assertThat(IMAGES).containsKey(image);
      assertThat(service.at("/build/target").asText()).isEqualTo(image);
      assertThat(service.at("/build/dockerfile").asText()).isEqualTo("docker/Dockerfile");
    }
  }

  @Test
  void servicesHaveNoRights() {
    for (JsonNode service : ours()) {
      assertThat(service.at("/user").asText()).isEqualTo("65532:65532");
      assertThat(service.at("/read_only").asBoolean()).isTrue();
      assertThat(service.at("/tmpfs/0").asText()).isEqualTo("/tmp:exec,mode=1777");
      assertThat(service.at("/cap_drop/0").asText()).isEqualTo("ALL");
      assertThat(service.at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
      assertThat(service.at("/mem_limit").asText()).isNotEmpty();
      assertThat(service.at("/healthcheck/test/1").asText()).isEqualTo("/app/bin/ready");
    }
  }

  @Test
  void everySettingIsOneOfItsService() throws Exception {
    for (JsonNode service : ours()) {
      Layout layout = IMAGES.get(service.at("/image").asText().replaceAll("^regatta/|:.*$", ""));
      String help = layout.run(directory, layout.service, "--help").out();
      String prefix = "REGATTA_" + layout.service.toUpperCase(Locale.ROOT) + "_";
      List<String> variables =
          help.lines()
              .map(String::strip)
              .filter(line -> line.startsWith("--"))
              .map(line -> line.substring(2).split("[ =]", 2)[0])
              .map(key -> prefix + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))
              .toList();
      assertThat(variables).hasSizeGreaterThan(5);
      service
          .at("/environment")
          .fieldNames()
          .forEachRemaining(
              name -> assertThat(name.replaceAll("_OPTION_.*", "_OPTION")).isIn(variables));
    }
  }

  private static List<JsonNode> ours() {
    List<JsonNode> services =
        compose.at("/services").properties().stream()
            .filter(entry -> !entry.getKey().equals("kafka"))
            .map(Map.Entry::getValue)
            .toList();
    assertThat(services).hasSize(5);
    return services;
  }
}
