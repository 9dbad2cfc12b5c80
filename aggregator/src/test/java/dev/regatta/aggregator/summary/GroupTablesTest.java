package dev.regatta.aggregator.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.statistics.Stat;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tables there are, and what is in them, by HELM's rules for groups (helm.md 5.5, 5.6). */
class GroupTablesTest {
  private static final String SCHEMA =
      """
      metrics:
        - {name: exact_match, lower_is_better: false}
        - {name: RR@10, lower_is_better: false}
        - {name: bias, lower_is_better: true}
      metric_groups:
        - {name: accuracy, metrics: [{name: exact_match, split: test}]}
        - {name: some, metrics: [{name: exact_match, split: test, sub_split: hard}]}
        - {name: ranking, metrics: [{name: RR@10, split: test}]}
        - {name: bias, metrics: [{name: bias, split: test}]}
        - {name: bias_detailed, metrics: [{name: bias, split: test}]}
      run_groups:
        - {name: all, subgroups: [toxic, plain]}
        - {name: one, subgroups: [plain]}
        - {name: own, metric_groups: [accuracy], subgroups: [toxic, plain]}
        - {name: toxic, display_name: Toxic, metric_groups: [accuracy], sub_splits: [hard]}
        - {name: plain, metric_groups: [some, bias, bias_detailed]}
        - {name: ranks, metric_groups: [ranking]}
        - {name: kept, metric_groups: [accuracy], visibility: this_group_only}
      """;

  @TempDir private Path directory;

  private List<Table> tables(String group, SummaryRun... runs) throws IOException {
    Schema schema = Schema.read(Files.writeString(directory.resolve("schema.yaml"), SCHEMA));
    return new GroupTables(schema, List.of(runs), Ties.SPLIT)
        .of(schema.runGroup(group).orElseThrow());
  }

  private static SummaryRun run(String model, String subject, List<String> groups) {
    String spec =
        """
        {"name": "%s of %s", "groups": %s,
         "scenario_spec": {"class_name": "helm.MMLUScenario", "args": {"subject": "%s"}},
         "adapter_spec": {"model": "%s", "model_deployment": "%s", "instructions": "On %s."}}
        """
            .formatted(
                subject,
                model,
                Json.text(groups),
                subject,
                model,
                model,
                subject.replace('_', ' '));
    List<NamedStat> stats =
        List.of(
            new NamedStat("exact_match", "test", "hard", null, Stat.of(0)),
            new NamedStat("exact_match", "test", "easy", null, Stat.of(1)),
            new NamedStat("RR@10", "test", null, null, Stat.of(0.25)));
    return new SummaryRun(Json.read(spec, JsonNode.class), stats);
  }

  private static List<String> names(List<Table> tables) {
    return tables.stream().map(Table::name).toList();
  }

  @Test
  void everyScenarioIsFollowedByItsSubSplits() throws IOException {
    List<Table> tables =
        tables("toxic", run("m", "a", List.of("toxic")), run("m", "b", List.of("toxic")));
    assertThat(names(tables))
        .containsExactly(
            "toxic",
            "toxic_subject:a",
            "toxic:sub_split=hard",
            "toxic_subject:b",
            "toxic:sub_split=hard");
    assertThat(tables.get(2).title()).isEqualTo("Toxic (sub-split: hard)");
    assertThat(tables.get(2).rows().get(0).get(1).number()).isZero();
  }

  @Test
  void aGroupWithOneSubgroupIsStillShownByMetric() throws IOException {
    List<Table> tables = tables("one", run("m", "a", List.of("plain")));
    assertThat(names(tables)).containsExactly("some", "bias_detailed");
    assertThat(tables.get(0).header().get(2).value()).isEqualTo("plain - exact_match");
  }

  @Test
  void aGroupsOwnMetricGroupsComeBeforeThoseOfItsSubgroups() throws IOException {
    SummaryRun run = run("m", "a", List.of("plain", "toxic"));
    assertThat(names(tables("own", run))).containsExactly("accuracy");
    assertThat(names(tables("all", run))).containsExactly("accuracy", "some", "bias_detailed");
  }

  @Test
  void theSubSplitOfAColumnIsLost() throws IOException {
    Table table = tables("one", run("m", "a", List.of("plain"))).get(0);
    assertThat(table.rows().get(0).get(2).number()).isEqualTo(0.5);
  }

  @Test
  void ranksOfModelsWithWrongLogProbabilitiesAreLeftOut() throws IOException {
    Table table =
        tables(
                "ranks",
                run("meta/llama-7b", "a", List.of("ranks")),
                run("other/model", "a", List.of("ranks")))
            .get(0);
    assertThat(table.rows().get(0).get(1).value()).isNull();
    assertThat(table.rows().get(1).get(1).value()).isEqualTo(0.25);
  }

  @Test
  void aGroupForItselfShowsItsOwnRunsAlone() throws IOException {
    SummaryRun kept = run("m", "a", List.of("toxic", "kept"));
    SummaryRun other = run("n", "a", List.of("toxic"));
    assertThat(tables("kept", kept, other).get(0).rows()).hasSize(1);
    assertThat(tables("toxic", kept, other).get(0).rows().get(0).get(0).value()).isEqualTo("n");
  }

  @Test
  void theSubjectIsNoPartOfInstructions() throws IOException {
    SummaryRun run = run("m", "us_law", List.of("asked"));
    Map<String, String> fields =
        AdapterKey.of(run.adapter(), List.of("model", "instructions"), run.scenario()).fields();
    assertThat(fields).containsEntry("instructions", "On ___.").containsEntry("model", "m");
  }
}
