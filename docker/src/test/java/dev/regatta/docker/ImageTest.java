package dev.regatta.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tars that Jib wrote: what they say of themselves, and that their files are those of the
 * layouts.
 */
@EnabledIfSystemProperty(
    named = "regatta.images",
    matches = "true",
    disabledReason = "built with -Pimages only")
class ImageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Jib's own, of the class path. */
  private static final Set<String> JIB =
      Set.of("app/jib-classpath-file", "app/jib-main-class-file");

  @ParameterizedTest
  @EnumSource
  void theConfigurationSaysWhatRunsAndAsWhom(Layout layout) throws IOException {
    JsonNode image = configuration(layout);
    JsonNode config = image.at("/config");
    assertThat(config.at("/Entrypoint").toString()).isEqualTo("[\"/app/bin/regatta\"]");
    assertThat(config.at("/Cmd").toString()).isEqualTo("[\"" + layout.service + "\"]");
    assertThat(config.at("/User").asText()).isEqualTo("65532:65532");
    assertThat(config.at("/Labels/org.opencontainers.image.title").asText())
        .isEqualTo("regatta-" + layout.image);
    assertThat(config.at("/Labels/org.opencontainers.image.licenses").asText())
        .isEqualTo("Apache-2.0");
    assertThat(config.at("/Labels/dev.regatta.sbom").asText()).isEqualTo("/app/sbom/bom.json");
    assertThat(config.at("/ExposedPorts").has("8080/tcp")).isTrue();
    assertThat(image.at("/created").asText()).isEqualTo(timestamp().toString());
    config
        .at("/Env")
        .forEach(
            variable ->
                assertThat(variable.asText())
                    .doesNotContainIgnoringCase("token", "password", "secret"));
  }

  @ParameterizedTest
  @EnumSource
  void theFilesAreThoseOfTheLayout(Layout layout) throws IOException {
    Map<String, Long> laidOut = new TreeMap<>(Map.of());
    try (Stream<Path> files = Files.walk(layout.app())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        laidOut.put("app/" + layout.app().relativize(file), Files.size(file));
      }
    }
    laidOut.keySet().removeIf(name -> name.startsWith("app/archive/"));
    Map<String, Long> shipped =
        files(layout).values().stream()
            .filter(entry -> !JIB.contains(entry.getName()) && !entry.getName().startsWith("etc/"))
            .collect(
                Collectors.toMap(
                    TarArchiveEntry::getName, TarArchiveEntry::getSize, (a, b) -> a, TreeMap::new));
    assertThat(shipped).isEqualTo(laidOut);
    assertThat(files(layout).keySet())
        .filteredOn(name -> name.startsWith("etc/"))
        .containsExactlyInAnyOrder("etc/passwd", "etc/group");
  }

  @ParameterizedTest
  @EnumSource
  void filesAreRootsAndOfFixedTimes(Layout layout) throws IOException {
    Instant built = timestamp();
    for (TarArchiveEntry entry : files(layout).values()) {
      assertThat(entry.getLongUserId()).isZero();
      String name = entry.getName();
      boolean program = name.equals("app/bin/regatta") || name.equals("app/bin/ready");
      assertThat(entry.getMode() & 07777).as(name).isEqualTo(program ? 0755 : 0644);
      assertThat(entry.getLastModifiedTime().toInstant())
          .as(name)
          .isEqualTo(JIB.contains(name) ? Instant.ofEpochSecond(1) : built);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBillOfMaterialsListsEveryLibrary(Layout layout) throws IOException {
    JsonNode bill = JSON.readTree(layout.app().resolve("sbom/bom.json").toFile());
    Set<String> listed = new TreeSet<>();
    bill.at("/components").forEach(part -> listed.add(file(part)));
    assertThat(listed).isEqualTo(layout.libraries());
    assertThat(bill.at("/metadata/component/name").asText())
        .isEqualTo("regatta-image-" + layout.image);
  }

  /**
   * Name of a component's file; native code is of a classifier, which stands in its address alone.
   */
  private static String file(JsonNode component) {
    Matcher classifier =
        Pattern.compile("[?&]classifier=([^&]+)").matcher(component.at("/purl").asText());
    return component.at("/name").asText()
        + "-"
        + component.at("/version").asText()
        + (classifier.find() ? "-" + classifier.group(1) : "")
        + ".jar";
  }

  private static Instant timestamp() throws IOException {
    String pom = Files.readString(Layout.DOCKER.resolve("../pom.xml"));
    return Instant.parse(pom.replaceAll("(?s).*<project.build.outputTimestamp>(.*?)<.*", "$1"));
  }

  private static JsonNode configuration(Layout layout) throws IOException {
    Map<String, byte[]> archive = archive(layout);
    String name = JSON.readTree(archive.get("manifest.json")).at("/0/Config").asText();
    return JSON.readTree(archive.get(name));
  }

  /** Files of all layers by name, each from the last layer that has it. */
  private static Map<String, TarArchiveEntry> files(Layout layout) throws IOException {
    Map<String, byte[]> archive = archive(layout);
    Map<String, TarArchiveEntry> files = new LinkedHashMap<>();
    for (JsonNode layer : JSON.readTree(archive.get("manifest.json")).at("/0/Layers")) {
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(
              new GZIPInputStream(new ByteArrayInputStream(archive.get(layer.asText()))))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          if (!entry.isDirectory()) {
            files.put(entry.getName(), entry);
          }
        }
      }
    }
    return files;
  }

  private static Map<String, byte[]> archive(Layout layout) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    Path file = Layout.DOCKER.resolve("target/" + layout.image + ".tar");
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        members.put(entry.getName(), tar.readAllBytes());
      }
    }
    assertThat(List.copyOf(members.keySet())).contains("manifest.json");
    return members;
  }
}
