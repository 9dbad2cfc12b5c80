package dev.regatta.aggregator.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.summary.Ties;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RunSpec;
import dev.regatta.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What odd run specs become, coming in and going out. */
class HelmExportTest {
  private static final String ADAPTER =
      "{\"method\": \"generation\", \"model\": \"m\", \"output_mapping_pattern\": \"(?P<a>x)\"}";

  @TempDir private Path directory;

  private HelmExport export(String... names) throws IOException {
    for (int i = 0; i < names.length; i++) {
      Path run = Files.createDirectories(directory.resolve("in/run" + i));
      Files.writeString(
          run.resolve("run_spec.json"),
          "{\"name\": \"%s\", \"adapter_spec\": %s}".formatted(names[i], ADAPTER));
      Files.writeString(run.resolve("stats.json"), "[]");
    }
    HelmImport in = new HelmImport(directory.resolve("in"), Optional.empty());
    assertThat(in.problems()).isEmpty();
    Store store = Store.open(directory.resolve("store").toString());
    return new HelmExport(
        new StoredSuite(store, in.write(store).sweep()), Optional.empty(), Ties.SPLIT);
  }

  @Test
  void noRunIsWrittenOutsideOfTheSuiteOrIntoAnother() throws IOException {
    HelmExport above = export("..");
    assertThatThrownBy(() -> above.write(directory.resolve("out"), "s", LocalDate.EPOCH))
        .hasMessageContaining("Run .. (expected: a name for a directory)");
    HelmExport same = export("a/b", "a_b");
    assertThatThrownBy(() -> same.write(directory.resolve("out"), "s", LocalDate.EPOCH))
        .hasMessageContaining("Runs a/b and a_b would share the directory a_b");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void aRunSpecSaysWhichCopiesThereAre() {
    AdapterSpec adapter =
        Json.read(
            ADAPTER.replace("}", ", \"num_outputs\": 1}").replace("\"model\": \"m\", ", ""),
            AdapterSpec.class);
    DataAugmentation replaced =
        new DataAugmentation(List.of(new ObjectSpec("typos", Map.of())), 2, true, true);
    RunSpec run =
        new RunSpec("r", "m", "", "s", null, adapter, replaced, List.of(), "x", List.of());
    JsonNode augmenter = HelmRunSpecs.write(run).path("data_augmenter_spec");
    assertThat(augmenter.path("should_augment_eval_instances").asBoolean()).isTrue();
    assertThat(augmenter.path("should_include_original_eval").asBoolean()).isFalse();
    assertThat(augmenter.path("should_skip_unchanged_eval").asBoolean()).isFalse();
    assertThat(augmenter.path("seeds_per_instance").asInt()).isEqualTo(2);
  }
}
