package dev.regatta.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be known of the Dockerfile without an engine to build it. */
class DockerfileTest {
  private static final Path FILE = Layout.DOCKER.resolve("Dockerfile");
  private static final String SOURCE = "/src/docker/target/layout/";

  /** The instructions of a stage. */
  private record Stage(String base, List<String> instructions) {
    List<String> of(String keyword) {
      return instructions.stream()
          .filter(line -> line.startsWith(keyword + " "))
          .map(line -> line.substring(keyword.length() + 1))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFileOfTheLayoutIsCopiedAndNoOther(Layout layout) throws IOException {
    TreeSet<String> copied = new TreeSet<>();
    for (String copy : stages().get(layout.image).of("COPY")) {
      List<String> words = List.of(copy.split(" "));
      assertThat(words).first().isEqualTo("--from=build");
      for (String source : words.subList(1, words.size() - 1)) {
        assertThat(source).startsWith(SOURCE + layout.image + "/app/");
        String path = source.substring((SOURCE + layout.image + "/app/").length());
        String target = words.get(words.size() - 1);
        assertThat(target)
            .isEqualTo(
                path.startsWith("own/")
                    ? "/app/libs/"
                    : path.endsWith("/") ? "/app/" + path : "/app/");
        copied.add(path.replaceFirst("/$", ""));
      }
    }
    // Made by the build stage: libraries that are Regatta's own, and with -Pimages the bill of
    // materials.
    assertThat(copied.remove("own")).isTrue();
    assertThat(copied.remove("sbom")).isTrue();
    try (Stream<Path> files = Files.list(layout.app())) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !List.of("sbom", "archive").contains(name)))
          .containsExactlyInAnyOrderElementsOf(copied);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anImageRunsItsServiceAsNobodyInParticular(Layout layout) throws IOException {
    Stage stage = stages().get(layout.image);
    assertThat(stage.of("USER")).containsExactly("65532:65532");
    assertThat(stage.of("CMD")).containsExactly("[\"" + layout.service + "\"]");
    assertThat(stage.of("RUN"))
        .singleElement()
        .asString()
        .endsWith("/src/docker/archive.sh /app " + layout.service);
    assertThat(stages().get("jre").of("ENTRYPOINT")).containsExactly("[\"/app/bin/regatta\"]");
    assertThat(String.join("\n", stage.of("LABEL")))
        .contains("org.opencontainers.image.title=\"regatta-" + layout.image + "\"");
  }

  @Test
  void basesArePinnedAndTheSameAsThoseOfMaven() throws IOException {
    List<String> arguments = stages().get("").of("ARG");
    assertThat(arguments)
        .hasSize(2)
        .allMatch(
            line ->
                line.matches("J[DR][KE]=eclipse-temurin:\\d+\\.\\d+\\.\\d+_\\d+-j[dr][ke]-noble"));
    String jre =
        arguments.stream()
            .filter(line -> line.startsWith("JRE="))
            .findFirst()
            .orElseThrow()
            .substring(4);
    assertThat(Files.readString(Layout.DOCKER.resolve("images/pom.xml")))
        .contains("<jib.from.image>" + jre + "</jib.from.image>");
  }

  @Test
  void theContextHasWhatTheBuildRuns() throws IOException {
    Path root = Layout.DOCKER.getParent();
    for (String line : Files.readAllLines(Layout.DOCKER.resolve("Dockerfile.dockerignore"))) {
      if (line.startsWith("!") && !line.contains("*/")) {
        assertThat(root.resolve(line.substring(1))).exists();
      }
    }
    assertThat(root.resolve("docker/archive.sh")).isExecutable();
    assertThat(root.resolve("docker/sweep.sh")).isExecutable();
  }

  /** By name, in order; what comes before the first one has no name. */
  private static Map<String, Stage> stages() throws IOException {
    Map<String, Stage> stages = new LinkedHashMap<>();
    Stage current = new Stage("", new ArrayList<>());
    stages.put("", current);
    StringBuilder instruction = new StringBuilder();
    for (String line : Files.readAllLines(FILE)) {
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      instruction.append(line.strip());
      if (line.endsWith("\\")) {
        instruction.setLength(instruction.length() - 1);
        continue;
      }
      String whole = instruction.toString();
      instruction.setLength(0);
      if (whole.startsWith("FROM ")) {
        String[] words = whole.split(" ");
        current = new Stage(words[1], new ArrayList<>());
        assertThat(words[1])
            .isIn(Stream.concat(stages.keySet().stream(), Stream.of("${JDK}", "${JRE}")).toList());
        stages.put(words[3], current);
      } else {
        current.instructions().add(whole);
      }
    }
    return stages;
  }
}
