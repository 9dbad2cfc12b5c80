package dev.regatta.aggregator.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.aggregator.Gold;
import dev.regatta.gold.Difference;
import dev.regatta.gold.GoldReport;
import dev.regatta.gold.GoldResult;
import dev.regatta.gold.GoldVerifier;
import dev.regatta.gold.PartResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Everything that the aggregator computes and others have recorded, and that errors are found. */
class AggregatorGoldTest {
  private static final String RUN = "gsm:model=mock_delta";

  @TempDir private static Path scratch;
  private static AggregatorGold aggregator;

  @TempDir private Path directory;

  @BeforeAll
  static void open() {
    aggregator = new AggregatorGold(scratch);
  }

  @AfterAll
  static void close() {
    aggregator.close();
  }

  @TestFactory
  Stream<DynamicTest> casesAndRunsOfHelmAndLmEval() {
    return tests(
        Gold.directory(),
        "text-metrics",
        "math",
        "words",
        "rolling-text",
        "translation",
        "pass-at-k",
        "stat",
        "calibration",
        "rolling-likelihood",
        "aggregations",
        "run-statistics",
        "tables");
  }

  @TestFactory
  Stream<DynamicTest> publishedResults() {
    return tests(
        Gold.directory().resolveSibling("data"),
        "run-statistics",
        "tables",
        "lighteval",
        "efficiency",
        "lm-eval-results",
        "inspect-log",
        "win-rates");
  }

  private static Stream<DynamicTest> tests(Path gold, String... kinds) {
    GoldReport report = verify(gold);
    assertThat(report.results()).extracting(GoldResult::kind).contains(kinds);
    for (String kind : kinds) {
      assertThat(report.results())
          .filteredOn(result -> result.kind().equals(kind))
          .flatExtracting(GoldResult::parts)
          .as(kind)
          .anyMatch(part -> part.total() > 0);
    }
    return report.results().stream()
        .flatMap(
            result ->
                result.parts().stream()
                    .map(
                        part ->
                            DynamicTest.dynamicTest(
                                result.file() + ": " + part.part(),
                                () -> assertThat(part.differences()).isEmpty())));
  }

  @Test
  void wrongValuesAndUnknownMetricsAreTold() throws IOException {
    Files.write(
        directory.resolve("helm_text_metrics.jsonl"),
        List.of(
            "{\"id\": \"a\", \"gold\": \"Yes\", \"pred\": \"yes.\", \"norm_gold\": \"yes\","
                + " \"exact_match\": 0, \"quasi_exact_match\": 1, \"similarity\": 0.5}",
            "{\"id\": \"b\", \"gold\": \"Yes\", \"pred\": \"Yes\", \"norm_gold\": \"Yes\","
                + " \"exact_match\": 0.5, \"quasi_exact_match\": 1, \"bleu_1\": 0.1,"
                + " \"bleu_punkt_independent\": false}"));
    List<PartResult> parts = verify(directory).results().get(0).parts();
    assertThat(parts)
        .extracting(PartResult::part, PartResult::passed, PartResult::total, PartResult::unknown)
        .containsExactly(
            tuple("norm_gold", 1L, 2L, 0L),
            tuple("exact_match", 1L, 2L, 0L),
            tuple("quasi_exact_match", 2L, 2L, 0L),
            tuple("similarity", 0L, 0L, 1L),
            tuple("bleu_1", 0L, 0L, 1L));
    assertThat(parts.get(1).differences())
        .containsExactly(new Difference("b (line 2)", "0.5", "1.0"));
  }

  @Test
  void aWrongStatisticAndARunThatIsBrokenAreTold() throws IOException {
    Path good = copy("good");
    ArrayNode stats = (ArrayNode) Gold.document(good.resolve("stats.json"));
    int changed = 0;
    for (JsonNode stat : stats) {
      if (stat.at("/name/name").asText().equals("final_number_exact_match")) {
        ((ObjectNode) stat).put("mean", 0.123);
        changed++;
      }
    }
    Files.writeString(good.resolve("stats.json"), stats.toString());
    Path bad = copy("bad");
    Files.writeString(bad.resolve("run_spec.json"), "{\"name\": \"bad\"");
    List<PartResult> parts =
        verify(directory).results().stream()
            .filter(result -> result.kind().equals("run-statistics"))
            .findFirst()
            .orElseThrow()
            .parts();
    PartResult run = parts.stream().filter(p -> p.part().equals("good")).findFirst().orElseThrow();
    assertThat(changed).isPositive();
    assertThat(run.total() - run.passed()).isEqualTo(changed);
    assertThat(run.differences().get(0).where())
        .startsWith("final_number_exact_match")
        .endsWith("mean");
    assertThat(run.differences().get(0).expected()).isEqualTo("0.123");
    assertThat(run.unknown()).isPositive();
    assertThat(run.reason()).contains("inference_runtime");
    assertThat(parts)
        .filteredOn(part -> part.part().equals("(runs)"))
        .flatExtracting(PartResult::differences)
        .singleElement()
        .extracting(Difference::where)
        .asString()
        .contains("bad/run_spec.json");
  }

  @Test
  void aWrongCellIsTold() throws IOException {
    Path published = Gold.directory().resolveSibling("data").resolve("gold_helm_safety_suite");
    copy(published.resolve("xstest:model=meta_llama-3-8b-chat"), directory.resolve("xstest"));
    Files.createDirectories(directory.resolve("groups"));
    Files.copy(published.resolve("schema.json"), directory.resolve("schema.json"));
    Files.writeString(directory.resolve("groups.json"), "[]");
    ArrayNode tables = (ArrayNode) Gold.document(published.resolve("groups/xstest.json"));
    Files.writeString(directory.resolve("groups/xstest.json"), tables.toString());
    List<PartResult> parts =
        verify(directory).results().stream()
            .filter(result -> result.kind().equals("tables"))
            .findFirst()
            .orElseThrow()
            .parts();
    // All models are in the recorded table, and one is here.
    assertThat(parts)
        .filteredOn(part -> part.part().equals("groups/xstest.json"))
        .singleElement()
        .satisfies(part -> assertThat(part.passed()).isLessThan(part.total()).isPositive())
        .satisfies(part -> assertThat(part.differences().get(0).where()).contains("Model"));
  }

  private Path copy(String name) throws IOException {
    return copy(Gold.directory().resolve("e2e_helm/runs").resolve(RUN), directory.resolve(name));
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return to;
  }

  private static GoldReport verify(Path gold) {
    return new GoldVerifier(aggregator.checks()).verify(gold, Optional.empty(), file -> {});
  }
}
