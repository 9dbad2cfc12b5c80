package dev.regatta.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  private static final Setting<String> NAME = Setting.text("name", "What it is called");
  private static final Setting<Integer> LANES =
      Setting.integer("lanes", 1, 64, "How many").withDefault(4);
  private static final Setting<Duration> DRAIN =
      Setting.duration("drain.timeout", Duration.ZERO, Duration.ofHours(1), "How long")
          .withDefault(Duration.ofSeconds(30));
  private static final Setting<Long> BYTES =
      Setting.size("max-bytes", 1 << 20, Long.MAX_VALUE, "How much").withDefault(128L << 20);
  private static final Setting<String> FORMAT =
      Setting.choice("format", List.of("text", "json"), "Which").withDefault("text");
  private static final Setting<Optional<Path>> FILE = Setting.path("file", "Where").optional();
  private static final Setting<Boolean> QUIET = Setting.flag("quiet", "Whether");
  private static final Setting<Optional<Secret>> TOKEN = Setting.secret("token", "For whom");
  private static final Setting<Map<String, String>> KAFKA =
      Setting.map("kafka", '.', "Whatever Kafka takes");

  private static final Configuration CONFIGURATION =
      new Configuration(
          "test", "Tests.", List.of(NAME, LANES, DRAIN, BYTES, FORMAT, FILE, QUIET, TOKEN, KAFKA));

  @TempDir private Path directory;

  @Test
  void whatIsNotGivenHasItsDefault() {
    Settings settings = read("--name", "a");
    assertThat(settings.get(NAME)).isEqualTo("a");
    assertThat(settings.get(LANES)).isEqualTo(4);
    assertThat(settings.get(DRAIN)).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.get(BYTES)).isEqualTo(128L << 20);
    assertThat(settings.get(FILE)).isEmpty();
    assertThat(settings.get(QUIET)).isFalse();
    assertThat(settings.get(TOKEN)).isEmpty();
    assertThat(settings.get(KAFKA)).isEmpty();
  }

  @Test
  void takesEveryTypeFromTheCommandLine() {
    Settings settings =
        read(
            "--name=a=b",
            "--lanes",
            "64",
            "--drain.timeout=2m",
            "--max-bytes=2MiB",
            "--format",
            "json",
            "--file",
            "here",
            "--quiet",
            "--kafka",
            "sasl.jaas.config=x=y",
            "--kafka.ssl.protocol",
            "TLSv1.3");
    assertThat(settings.get(NAME)).isEqualTo("a=b");
    assertThat(settings.get(LANES)).isEqualTo(64);
    assertThat(settings.get(DRAIN)).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.get(BYTES)).isEqualTo(2L << 20);
    assertThat(settings.get(FORMAT)).isEqualTo("json");
    assertThat(settings.get(FILE)).contains(Path.of("here"));
    assertThat(settings.get(QUIET)).isTrue();
    assertThat(settings.get(KAFKA))
        .isEqualTo(Map.of("sasl.jaas.config", "x=y", "ssl.protocol", "TLSv1.3"));
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    Path file =
        file(
            "c.yaml",
            """
            name: file
            lanes: 1
            format: json
            drain: {timeout: 1s}
            kafka: {security.protocol: SSL, client.rack: a}
            """);
    Map<String, String> environment =
        Map.of(
            "REGATTA_TEST_CONFIG", file.toString(),
            "REGATTA_TEST_NAME", "environment",
            "REGATTA_TEST_LANES", "2",
            "REGATTA_TEST_KAFKA_CLIENT_RACK", "b",
            "REGATTA_OTHER_LANES", "99",
            "PATH", "/bin");
    Settings settings = CONFIGURATION.read(List.of("--lanes", "3"), environment);
    assertThat(settings.get(LANES)).isEqualTo(3);
    assertThat(settings.get(NAME)).isEqualTo("environment");
    assertThat(settings.get(FORMAT)).isEqualTo("json");
    assertThat(settings.get(DRAIN)).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.get(KAFKA))
        .isEqualTo(Map.of("security.protocol", "SSL", "client.rack", "b"));
  }

  @Test
  void readsPropertiesToo() throws IOException {
    Path file = file("c.properties", "name=p\nkafka.security.protocol=SSL\nquiet=true\n");
    Settings settings = read("--config", file.toString());
    assertThat(settings.get(NAME)).isEqualTo("p");
    assertThat(settings.get(QUIET)).isTrue();
    assertThat(settings.get(KAFKA)).isEqualTo(Map.of("security.protocol", "SSL"));
  }

  @Test
  void tellsEveryProblemAtOnceWithItsPlace() throws IOException {
    Path file = file("c.yaml", "lane: 3\nmax-bytes: 1KiB\nkafka: [a]\n");
    Map<String, String> environment =
        Map.of("REGATTA_TEST_FORMATT", "x", "REGATTA_TEST_QUIET", "maybe");
    assertThatThrownBy(
            () ->
                CONFIGURATION.read(
                    List.of(
                        "--config",
                        file.toString(),
                        "--lanes=65",
                        "--drain.timeout",
                        "soon",
                        "stray",
                        "--format"),
                    environment))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .message()
        .contains(
            "'stray' (expected: --KEY VALUE)",
            "--format has no value",
            "unknown setting 'lane' in " + file + "; did you mean 'lanes'?",
            "kafka: a list or text in " + file,
            "unknown setting 'formatt' in REGATTA_TEST_FORMATT; did you mean 'format'?",
            "name is missing: What it is called",
            "lanes: 65 in the command line (expected: whole number, 1 to 64)",
            "drain.timeout: soon in the command line (expected: time, 0s to 1h)",
            "max-bytes: 1KiB in " + file + " (expected: size, at least 1MiB)",
            "quiet: maybe in REGATTA_TEST_QUIET (expected: true or false)");
  }

  @Test
  void aBrokenRuleIsToldWithAllOtherProblems() {
    Rule few =
        new Rule(
            List.of(LANES, QUIET),
            settings -> {
              if (settings.get(QUIET) && settings.get(LANES) > 8) {
                throw RegattaException.user("lanes: more than 8 are not quiet");
              }
            });
    Configuration ruled =
        new Configuration("test", "Tests.", List.of(NAME, LANES, QUIET), List.of(few));
    assertThatThrownBy(() -> ruled.read(List.of("--lanes=9", "--quiet"), Map.of()))
        .hasMessageContainingAll("name is missing", "lanes: more than 8 are not quiet");
    // What is wrong by itself is told once.
    assertThatThrownBy(() -> ruled.read(List.of("--lanes=65", "--quiet", "--name=a"), Map.of()))
        .hasMessageContaining("lanes: 65")
        .hasMessageNotContaining("more than 8");
    assertThat(ruled.read(List.of("--lanes=8", "--quiet", "--name=a"), Map.of()).get(LANES))
        .isEqualTo(8);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    assertThatThrownBy(() -> read("--name=a", "--config", directory + "/none.yaml"))
        .hasMessageContaining("config: cannot read " + directory + "/none.yaml");
    Path broken = file("broken.yaml", "a: [");
    assertThatThrownBy(() -> read("--name=a", "--config", broken.toString()))
        .hasMessageContaining("config: cannot read " + broken);
  }

  @Test
  void aFileThatIsNoYamlIsNotQuoted() throws IOException {
    Path broken = file("broken.yaml", "name: a\nkafka: {jaas: password=s3cret: [}\n");
    assertThatThrownBy(() -> read("--config", broken.toString()))
        .hasMessageContaining("config: cannot read " + broken + ", line 2")
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void passwordsInAddressesAreNotShown() {
    assertThat(read("--name=s3a://KEY:s3cret@bucket").toString())
        .contains("name=s3a://KEY:***@bucket")
        .doesNotContain("s3cret");
  }

  @Test
  void aSecretComesFromTheEnvironmentOrAFileAndIsNeverShown() throws IOException {
    Path file = file("token", "s3cret-in-file\n");
    Settings environment =
        CONFIGURATION.read(List.of("--name=a"), Map.of("REGATTA_TEST_TOKEN", "s3cret"));
    assertThat(environment.get(TOKEN).orElseThrow().reveal()).isEqualTo("s3cret");
    assertThat(environment.get(TOKEN).toString()).doesNotContain("s3cret");
    assertThat(read("--name=a", "--token-file", file.toString()).get(TOKEN).orElseThrow().reveal())
        .isEqualTo("s3cret-in-file");
    assertThat(
            CONFIGURATION
                .read(List.of("--name=a"), Map.of("REGATTA_TEST_TOKEN_FILE", file.toString()))
                .get(TOKEN))
        .isPresent();
    assertThatThrownBy(() -> read("--name=a", "--token=s3cret"))
        .hasMessageContaining("token must not stand in the command line")
        .hasMessageContaining("REGATTA_TEST_TOKEN")
        .hasMessageContaining("token-file")
        .message()
        .doesNotContain("s3cret");
    assertThatThrownBy(() -> read("--name=a", "--kafka", "s3cret"))
        .hasMessageContaining("--kafka (expected: NAME=VALUE)")
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void whatWasGivenCanBeLoggedWithoutSecrets() {
    Settings settings =
        CONFIGURATION.read(
            List.of("--name=a", "--lanes=4", "--max-bytes=1MiB", "--kafka", "ssl.key=s3cret"),
            Map.of("REGATTA_TEST_TOKEN", "s3cret"));
    assertThat(settings).hasToString("name=a, max-bytes=1MiB, token=***, kafka=[ssl.key]");
  }

  @Test
  void whatKubernetesSetsForAServiceOfThatNameIsPassedOver() {
    Map<String, String> links =
        Map.of(
            "REGATTA_TEST_SERVICE_HOST", "10.0.0.1",
            "REGATTA_TEST_SERVICE_PORT", "80",
            "REGATTA_TEST_SERVICE_PORT_HTTP", "80",
            "REGATTA_TEST_PORT", "tcp://10.0.0.1:80",
            "REGATTA_TEST_PORT_80_TCP_ADDR", "10.0.0.1");
    assertThat(CONFIGURATION.read(List.of("--name=a"), links).get(NAME)).isEqualTo("a");
  }

  @Test
  void helpAndDocumentationNameEveryKey() {
    String help = CONFIGURATION.help();
    String page = SettingsDoc.markdown(CONFIGURATION);
    for (Setting<?> setting : CONFIGURATION.settings()) {
      assertThat(help).contains("--" + setting.key(), setting.description());
      assertThat(page).contains("`" + setting.key(), setting.description());
    }
    assertThat(help)
        .contains("--lanes (whole number, 1 to 64; default 4)")
        .contains("--drain.timeout (time, 0s to 1h; default 30s)")
        .contains("--max-bytes (size, at least 1MiB; default 128MiB)")
        .contains("--name (text; required)")
        .contains("--token-file")
        .contains("REGATTA_TEST_KEY");
  }

  @Test
  void aKeyIsDeclaredOnce() {
    assertThatThrownBy(() -> new Configuration("x", "", List.of(NAME, NAME)))
        .hasMessageContaining("name");
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static Settings read(String... arguments) {
    return CONFIGURATION.read(List.of(arguments), Map.of());
  }
}
