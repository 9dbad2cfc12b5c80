package dev.regatta.coordinator.scenario.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that are published as archives, from the archive and from the directory HELM makes. */
class ArchivesTest {
  private static final ObjectSpec MMLU =
      new ObjectSpec(
          "helm.benchmark.scenarios.mmlu_scenario.MMLUScenario", Map.of("subject", "anatomy"));
  private static final ObjectSpec OPEN_BOOK_QA =
      new ObjectSpec("helm.benchmark.scenarios.commonsense_scenario.OpenBookQA", Map.of());
  private static final Map<String, String> ANATOMY =
      Map.of(
          "dev/anatomy_dev.csv", "Where is the heart?,here,there,A\n",
          "test/anatomy_test.csv", "Where is the head?,above,below,A\n");

  @TempDir private Path folder;

  @Test
  void anArchiveIsAsGoodAsItsDirectory() throws IOException {
    Path unpacked = folder.resolve("one/benchmark_output/scenarios/mmlu/data");
    ANATOMY.forEach((name, text) -> write(unpacked.resolve(name), text));
    Path archived = folder.resolve("two/scenarios/mmlu/data.tar");
    Files.createDirectories(archived.getParent());
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archived))) {
      for (Map.Entry<String, String> file : ANATOMY.entrySet()) {
        byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
        // A directory that is alone in the archive becomes the scenario's.
        TarArchiveEntry entry = new TarArchiveEntry("data/" + file.getKey());
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
      }
    }
    Scenario byDirectory = scenario("one", MMLU);
    Scenario byArchive = scenario("two", MMLU);
    assertThat(byArchive.instances().toList())
        .isEqualTo(byDirectory.instances().toList())
        .extracting(Instance::input)
        .containsExactly("Where is the heart?", "Where is the head?");
    assertThat(byArchive.localFiles()).containsExactly(archived.toAbsolutePath());
    assertThat(byArchive.dataHashes()).containsOnlyKeys(archived.toAbsolutePath().toString());
    assertThat(folder.resolve("two/scenarios/mmlu/data")).doesNotExist();
  }

  @Test
  void anArchiveOfSeveralDirectoriesKeepsThem() throws IOException {
    Path archive = folder.resolve("three/scenarios/openbookqa/data/OpenBookQA-V1-Sep2018.zip");
    Files.createDirectories(archive.getParent());
    String row =
        "{\"question\": {\"stem\": \"Why?\", \"choices\": [{\"text\": \"so\"}, {\"text\":"
            + " \"not\"}]}, \"answerKey\": \"B\"}\n";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String name : List.of("Data/Main/train.jsonl", "Data/Main/test.jsonl", "__MACOSX/x")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(row.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(scenario("three", OPEN_BOOK_QA).instances()).hasSize(2);
  }

  @Test
  void whatTheDirectoryLacksIsNotLookedForElsewhere() {
    write(folder.resolve("four/scenarios/mmlu/data/dev/anatomy_dev.csv"), "q,a,b,A\n");
    assertThatThrownBy(() -> scenario("four", MMLU).instances())
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("No scenarios/mmlu/data/test/anatomy_test.csv in");
  }

  private Scenario scenario(String data, ObjectSpec spec) {
    Fetcher fetcher =
        new Fetcher(
            folder.resolve("cache"),
            Map.of("HOME", folder.toString()),
            FetchListener.NONE,
            HttpClient.newHttpClient());
    return new HelmScenarios(new HelmFolders(Optional.of(folder.resolve(data)), fetcher)).of(spec);
  }

  private static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
