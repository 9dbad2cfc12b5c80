package dev.regatta.coordinator.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.SharedFiles;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads real files of every kind; the numbers of rows are those of the folders' READMEs. */
class SharedDataTest {
  private static final Pattern LISTED =
      Pattern.compile("\\| `([^`]+)` \\| (\\d+) \\| ([^|]*) \\|.*");
  private static final List<String> MMLU = List.of("question", "A", "B", "C", "D", "answer");

  @TempDir Path directory;

  private DataSources sources(Path base) {
    return new DataSources(
        new Fetcher(
            directory.resolve("cache"), Map.of(), FetchListener.NONE, HttpClient.newHttpClient()),
        base);
  }

  private static List<Map<String, Object>> rows(RowSource source) {
    try (Stream<Map<String, Object>> rows = source.rows()) {
      return rows.toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gsm8k,,",
    "boolq,,",
    "bbq,,",
    "bigbench,,/examples",
    "sst2,,",
    "truthfulqa,,",
    "commonsense,,",
    "pubmedqa,,/*",
    "harmbench,,",
    "crows_pairs,,",
    "humaneval,,",
    "mbpp,,",
    "medqa,,",
    "xcopa,,",
    "xstest,,",
    "nq_open,,",
    "simple_safety_tests,,",
    "mgsm,question answer,",
    "mmlu,question A B C D answer,"
  })
  void everyFileHasTheRowsThatItsReadmeSays(String folder, String columns, String records)
      throws IOException {
    Path base = SharedFiles.find("data/" + folder);
    DataSources sources = sources(base);
    DataOptions options =
        DataOptions.DEFAULT
            .withColumns(columns == null ? null : List.of(columns.split(" ")))
            .withRecords(records);
    int files = 0;
    for (String line : Files.readAllLines(base.resolve("README.md"))) {
      Matcher listed = LISTED.matcher(line);
      if (listed.matches() && Files.exists(base.resolve(listed.group(1)))) {
        List<Map<String, Object>> rows = rows(sources.open(listed.group(1), options));
        assertThat(rows).as(listed.group(1)).hasSize(Integer.parseInt(listed.group(2)));
        boolean named = !listed.group(3).isBlank() && !listed.group(3).contains(":");
        if (named && records == null) {
          assertThat(rows.get(0).keySet())
              .as(listed.group(1))
              .containsExactly(listed.group(3).split(", ", -1));
        }
        files++;
      }
    }
    assertThat(files).isPositive();
    assertThat(sources.hashes()).hasSize(files);
  }

  @Test
  void directoriesAndPatterns() {
    Path base = SharedFiles.find("data/mmlu");
    DataOptions options = DataOptions.DEFAULT.withColumns(MMLU);
    List<Map<String, Object>> dev = rows(sources(base).open("dev", options));
    assertThat(dev).hasSize(75);
    assertThat(Row.placeOf(dev.get(0))).isEqualTo("dev/abstract_algebra_dev.csv:1");
    assertThat(Row.placeOf(dev.get(74))).isEqualTo("dev/world_religions_dev.csv:5");
    assertThat(rows(sources(base).open("test/high_school_*.csv", options))).hasSize(304);
  }

  @Test
  void valuesOfRealRows() {
    Path base = SharedFiles.find("data");
    DataSources sources = sources(base);
    Map<String, Object> bbq = rows(sources.open("bbq/Age.jsonl", DataOptions.DEFAULT)).get(0);
    assertThat(bbq.get("label")).isInstanceOf(Long.class);
    assertThat(bbq.get("answer_info")).isInstanceOf(Map.class);
    Map<String, Object> boolq = rows(sources.open("boolq/dev.jsonl", DataOptions.DEFAULT)).get(0);
    assertThat(boolq.get("answer")).isInstanceOf(Boolean.class);
    DataOptions examples = DataOptions.DEFAULT.withRecords("/examples");
    assertThat(rows(sources.open("bigbench/navigate.json", examples)).get(0).get("target_scores"))
        .isInstanceOf(Map.class);
    DataOptions nested = DataOptions.DEFAULT.withRecords("/data/0/paragraphs/1/qas");
    assertThat(rows(sources.open("xquad/xquad.en.json", nested)).get(0)).containsKey("question");
  }
}
