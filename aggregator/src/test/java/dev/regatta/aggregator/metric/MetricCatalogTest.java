package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.Gold;
import dev.regatta.aggregator.HelmRun;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.MetricNames;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricCatalogTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]+)` \\| (\\w+) \\| (\\w+) \\|[^|]+\\|[^|]*\\|");

  @Test
  void aPercentSignThatBeginsNoEscapeStays() {
    MetricSpec spec = MetricSpec.parse("classification:labels=100%|a%2Cb|%zz");
    assertThat(spec.list("labels", List.of())).containsExactly("100%", "a,b", "%zz");
  }

  @Test
  void thePageAndTheCatalogAgree() throws Exception {
    List<String> page = new ArrayList<>();
    for (String line : Files.readAllLines(page())) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        page.add(row.group(1) + " " + row.group(2) + " " + row.group(3));
      }
    }
    List<String> catalog = new ArrayList<>();
    for (MetricEntry entry : MetricCatalog.entries()) {
      catalog.add(
          entry.name()
              + " "
              + entry.better().name().toLowerCase(Locale.ROOT)
              + " "
              + entry.source().name().toLowerCase(Locale.ROOT));
    }
    assertThat(page).containsExactlyInAnyOrderElementsOf(catalog);
  }

  @Test
  void everyMetricOfARunIsKnownToAllParts() {
    assertThat(Metrics.all()).containsExactlyInAnyOrderElementsOf(new TreeSet<>(MetricNames.ALL));
    for (String name : Metrics.names()) {
      assertThat(MetricCatalog.of(name)).as(name).isPresent();
      assertThat(MetricCatalog.of(name + "@5")).as(name).isPresent();
    }
  }

  @Test
  void everyStatisticOfHelmsRunsHasAnEntry() {
    TreeSet<String> unknown = new TreeSet<>();
    for (Path directory : HelmRun.all()) {
      for (JsonNode statistic : Gold.document(directory.resolve("stats.json"))) {
        String name = statistic.get("name").get("name").asText();
        if (MetricCatalog.of(name).isEmpty()) {
          unknown.add(name);
        }
      }
    }
    assertThat(unknown).allMatch(name -> name.matches("(code_eval_acc|pass)(@\\d+)?"));
  }

  @Test
  void everyMetricOfHelmsRunsHasATranslation() {
    TreeSet<String> others = new TreeSet<>();
    for (Path directory : HelmRun.all()) {
      List<ObjectSpec> specs = new ArrayList<>();
      for (JsonNode spec : Gold.document(directory.resolve("run_spec.json")).get("metric_specs")) {
        specs.add(
            new ObjectSpec(
                spec.get("class_name").asText(),
                Json.MAPPER.convertValue(
                    spec.path("args"), new TypeReference<Map<String, Object>>() {})));
      }
      others.addAll(HelmMetricSpecs.translate(specs).others());
    }
    assertThat(others).containsExactlyInAnyOrder("code_eval_acc", "pass");
  }

  @Test
  void whatIsNotComputedHereIsNamed() {
    HelmMetricSpecs.Translation translation =
        HelmMetricSpecs.translate(
            List.of(
                new ObjectSpec("helm.benchmark.metrics.safety_metrics.SafetyScoreMetric", Map.of()),
                new ObjectSpec("helm.benchmark.metrics.bbq_metrics.BBQMetric", Map.of())));
    assertThat(translation.metrics()).containsExactly("bbq");
    assertThat(translation.others())
        .containsExactly("helm.benchmark.metrics.safety_metrics.SafetyScoreMetric");
  }

  @Test
  void metricsBehindAProcessorSeeWhatItLeaves() {
    assertThat(scores("output_processors.remove_thinking", "<think>4?</think>\n5"))
        .containsExactly(1.0);
    assertThat(scores("output_processors.remove_thinking", "5<think>4")).containsExactly(1.0);
    assertThat(scores("output_processors.remove_thinking", "4?</think>5")).containsExactly(0.0);
    assertThat(scores("output_processing_metric.remove_thinking", "4?</think>5"))
        .containsExactly(1.0);
    assertThat(processed("acme.shout").metrics()).isEmpty();
    assertThat(processed("acme.shout").others())
        .containsExactly(
            "helm.benchmark.metrics.output_processing_metric.OutputProcessingMetric of acme.shout");
  }

  private static List<Double> scores(String processor, String answer) {
    AdapterSpec adapter =
        Json.read(
            "{\"method\":\"generation\",\"num_outputs\":1,\"num_train_trials\":1,\"num_trials\":1}",
            AdapterSpec.class);
    List<String> metrics = processed(processor).metrics();
    RunSpec run =
        new RunSpec(
            "r", "m", "", "s", null, adapter, DataAugmentation.NONE, metrics, "x", List.of());
    InstanceScorer scorer = new InstanceScorer(run, MetricResources.none());
    double[][] scores = scorer.score(List.of(States.of(List.of("5"), answer)));
    return List.of(scores[0][scorer.metrics().indexOf("exact_match")]);
  }

  private static HelmMetricSpecs.Translation processed(String processor) {
    String modules = processor.startsWith("acme") ? "" : "helm.benchmark.metrics.";
    return HelmMetricSpecs.translate(
        List.of(
            new ObjectSpec(
                "helm.benchmark.metrics.output_processing_metric.OutputProcessingMetric",
                Map.of(
                    "processor",
                    modules + processor,
                    "metric_specs",
                    List.of(
                        Map.of(
                            "class_name",
                            "helm.benchmark.metrics.basic_metrics.BasicGenerationMetric",
                            "args",
                            Map.of("names", List.of("exact_match"))))))));
  }

  private static Path page() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path page = at.resolve("docs/metrics.md");
      if (Files.exists(page)) {
        return page;
      }
    }
    throw new IllegalStateException("docs/metrics.md is not in this checkout");
  }
}
