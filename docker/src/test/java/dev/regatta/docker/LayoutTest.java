package dev.regatta.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each image has what its service needs, and starts it. */
class LayoutTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void theEntryPointStartsTheService(Layout layout) throws Exception {
    assertThat(layout.run(directory, "--version"))
        .isEqualTo(new Layout.Ended(0, "regatta 0.1.0-SNAPSHOT\n", ""));
    Layout.Ended help = layout.run(directory, layout.service, "--help");
    assertThat(help.code()).as(help.err()).isZero();
    assertThat(help.out()).startsWith("Usage: regatta " + layout.service).contains("bootstrap");
    Layout.Ended wrong = layout.run(directory, layout.service, "--no-such-key", "1");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("no-such-key");
  }

  @ParameterizedTest
  @EnumSource
  void otherCommandsAreRefused(Layout layout) throws Exception {
    for (String command : List.of("broker", "../bin", "", "--help")) {
      Layout.Ended refused = layout.run(directory, command);
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains(layout.service);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theJarNamesEveryLibraryAndNoOther(Layout layout) throws IOException {
    try (JarFile jar =
        new JarFile(layout.app().resolve("classpath/" + layout.service + ".jar").toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      Set<String> named =
          Stream.of(manifest.getValue(Attributes.Name.CLASS_PATH).split(" "))
              .map(path -> path.substring("../libs/".length()))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(layout.libraries()).isEqualTo(named);
      assertThat(manifest.getValue("Add-Opens")).contains("java.base/sun.nio.ch");
    }
  }

  @Test
  void eachImageHasItsOwnLibrariesOnly() throws IOException {
    String engine = "llama-.*|jna-.*";
    String store = "hadoop-.*|parquet-.*";
    String spark = "spark-.*|scala-.*";
    String never =
        "duckdb.*|kafka_.*|kafka-(server|raft|metadata).*|picocli.*|regatta-(cli|broker).*|junit.*";
    assertNone(
        Layout.WORKER, never, store, spark, engine, "regatta-(coordinator|aggregator|store).*");
    assertNone(Layout.WORKER_CPU, never, store, spark, "regatta-(coordinator|aggregator|store).*");
    assertNone(Layout.COORDINATOR, never, spark, "llama-.*", "regatta-(worker|aggregator).*");
    assertNone(
        Layout.AGGREGATOR,
        "duckdb.*|kafka_.*|kafka-(server|raft|metadata).*|regatta-(cli|broker).*|junit.*",
        "llama-.*",
        "regatta-(coordinator|worker).*");
    // JNA is also in the library of tokenizers.
    Set<String> added = Layout.WORKER_CPU.libraries();
    added.removeAll(Layout.WORKER.libraries());
    assertThat(added).hasSize(2).allMatch(name -> name.matches(engine));
    assertThat(Layout.AGGREGATOR.libraries())
        .anyMatch(name -> name.startsWith("spark-kubernetes_"));
  }

  private static void assertNone(Layout layout, String... patterns) throws IOException {
    assertThat(layout.libraries())
        .as(layout.image)
        .noneMatch(name -> name.matches(String.join("|", patterns)));
  }

  @Test
  void theEnginelessWorkerSaysWhoHasTheEngine() throws Exception {
    Path model = Files.writeString(directory.resolve("model.gguf"), "GGUF");
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
      Layout.Ended ended =
          Layout.WORKER.run(
              directory,
              "worker",
              "--bootstrap",
              broker.bootstrapServers(),
              "--model",
              "m",
              "--runtime",
              "llamacpp",
              "--runtime-option",
              "file=" + model);
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.err()).contains("the image worker-cpu has them");
    }
  }

  @Test
  void aSignalReachesTheService() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
      Path err = directory.resolve("worker.err");
      Process worker =
          Layout.WORKER
              .command(
                  "worker",
                  "--bootstrap",
                  broker.bootstrapServers(),
                  "--model",
                  "m",
                  "--runtime",
                  "simulated")
              .redirectError(err.toFile())
              .start();
      try (BufferedReader events = worker.inputReader(StandardCharsets.UTF_8)) {
        assertThat(events.readLine()).as(Files.readString(err)).contains("\"event\":\"ready\"");
        // The entry point has become the JVM: there is no shell between.
        assertThat(worker.children()).isEmpty();
        worker.toHandle().destroy();
        assertThat(worker.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(worker.exitValue()).isZero();
        assertThat(events.lines().toList()).last().asString().contains("\"event\":\"stopped\"");
      } finally {
        worker.destroyForcibly();
      }
    }
  }
}
