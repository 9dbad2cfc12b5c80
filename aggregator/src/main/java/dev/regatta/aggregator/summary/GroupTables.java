package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.summary.TableMaker.Columns;
import dev.regatta.aggregator.summary.TableMaker.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of one run group: by metric over its subgroups, or by scenario. */
final class GroupTables {
  private final Schema schema;
  private final List<SummaryRun> runs;
  private final TableMaker maker;

  GroupTables(Schema schema, List<SummaryRun> runs, Ties ties) {
    this.schema = schema;
    this.runs = runs;
    this.maker = new TableMaker(schema, ties);
  }

  List<Table> of(RunGroup group) {
    List<RunGroup> leaves = leaves(group);
    return group.subgroupDisplayMode().equals(RunGroup.BY_GROUP) || leaves.size() == 1
        ? byScenario(group, leaves)
        : byMetric(group, leaves);
  }

  /** The groups below that have none below them; the group itself where it has none. */
  List<RunGroup> leaves(RunGroup group) {
    List<RunGroup> leaves = new ArrayList<>();
    collect(group, new HashSet<>(), leaves);
    return leaves;
  }

  private void collect(RunGroup group, Set<String> visited, List<RunGroup> leaves) {
    if (visited.add(group.name())) {
      if (group.subgroups().isEmpty()) {
        leaves.add(group);
      }
      group.subgroups().forEach(n -> collect(schema.runGroup(n).orElseThrow(), visited, leaves));
    }
  }

  /** Runs of a group in HELM's order: those of one adapter spec together. */
  List<SummaryRun> runs(RunGroup leaf) {
    Map<JsonNode, List<SummaryRun>> byAdapter = new LinkedHashMap<>();
    for (SummaryRun run : runs) {
      if (run.groups().contains(leaf.name())) {
        byAdapter.computeIfAbsent(run.adapter(), adapter -> new ArrayList<>()).add(run);
      }
    }
    return byAdapter.values().stream().flatMap(List::stream).toList();
  }

  private List<Table> byMetric(RunGroup group, List<RunGroup> leaves) {
    // A run that is in several of the groups counts once for each, as it does in HELM.
    Map<AdapterKey, List<SummaryRun>> rows = new LinkedHashMap<>();
    leaves.forEach(leaf -> add(rows, runs(leaf), group));
    Set<String> metricGroups = new LinkedHashSet<>();
    leaves.forEach(leaf -> metricGroups.addAll(leaf.metricGroups()));
    metricGroups.removeAll(group.subgroupMetricGroupsHidden());
    List<Table> tables = new ArrayList<>();
    for (String name : rows.isEmpty() ? Set.<String>of() : metricGroups) {
      MetricGroup metrics = schema.metricGroup(name);
      List<Columns> columns = leaves.stream().map(leaf -> new Columns(leaf, name)).toList();
      tables.add(
          maker.make(
              new Request(
                  name,
                  metrics.shortDisplay(),
                  group,
                  rows,
                  columns,
                  false,
                  null,
                  metrics.aggregations())));
    }
    return tables;
  }

  private List<Table> byScenario(RunGroup group, List<RunGroup> leaves) {
    List<Table> tables = new ArrayList<>();
    for (RunGroup leaf : leaves) {
      List<Columns> columns =
          leaf.metricGroups().stream()
              .filter(name -> !group.subgroupMetricGroupsHidden().contains(name))
              .map(name -> new Columns(leaf, name))
              .toList();
      if (!columns.isEmpty()) {
        tables.addAll(tables(group, leaf, columns));
      }
    }
    return tables;
  }

  private List<Table> tables(RunGroup group, RunGroup leaf, List<Columns> columns) {
    Map<JsonNode, List<SummaryRun>> scenarios = new LinkedHashMap<>();
    for (SummaryRun run : runs) {
      if (run.groups().contains(leaf.name())) {
        scenarios.computeIfAbsent(run.scenario(), s -> new ArrayList<>()).add(run);
      }
    }
    List<Table> tables = new ArrayList<>();
    scenarios.forEach(
        (scenario, own) -> {
          Map<AdapterKey, List<SummaryRun>> rows = new LinkedHashMap<>();
          add(rows, byAdapter(own), group);
          if (!rows.isEmpty()) {
            tables.add(perScenario(group, leaf, scenario, rows, columns));
          }
        });
    Map<AdapterKey, List<SummaryRun>> all = new LinkedHashMap<>();
    add(all, runs(leaf), group);
    if (tables.size() > 1) {
      tables.add(0, whole(group, leaf.name(), leaf.shortDisplay(), all, columns, null));
    }
    if (leaf.subSplits() != null && !all.isEmpty()) {
      for (String subSplit : leaf.subSplits()) {
        String name = leaf.name() + ":sub_split=" + subSplit;
        String title = leaf.shortDisplay() + " (sub-split: " + subSplit + ")";
        tables.add(whole(group, name, title, all, columns, subSplit));
      }
    }
    return tables;
  }

  private static List<SummaryRun> byAdapter(List<SummaryRun> runs) {
    Map<JsonNode, List<SummaryRun>> byAdapter = new LinkedHashMap<>();
    runs.forEach(run -> byAdapter.computeIfAbsent(run.adapter(), a -> new ArrayList<>()).add(run));
    return byAdapter.values().stream().flatMap(List::stream).toList();
  }

  private Table perScenario(
      RunGroup group,
      RunGroup leaf,
      JsonNode scenario,
      Map<AdapterKey, List<SummaryRun>> rows,
      List<Columns> columns) {
    String arguments = PythonNames.arguments(scenario.path("args"));
    String title =
        group.name().equals(leaf.name()) ? arguments : leaf.shortDisplay() + " " + arguments;
    String name = (leaf.name() + "_" + arguments).replace(" ", "").replace("/", "_");
    return maker.make(new Request(name, title, group, rows, columns, true, null, List.of()));
  }

  private Table whole(
      RunGroup group,
      String name,
      String title,
      Map<AdapterKey, List<SummaryRun>> rows,
      List<Columns> columns,
      String subSplit) {
    return maker.make(new Request(name, title, group, rows, columns, false, subSplit, List.of()));
  }

  private void add(Map<AdapterKey, List<SummaryRun>> rows, List<SummaryRun> more, RunGroup group) {
    for (SummaryRun run : more) {
      if (visible(run, group)) {
        rows.computeIfAbsent(
                AdapterKey.of(run.adapter(), group.adapterKeysShown()), k -> new ArrayList<>())
            .add(run);
      }
    }
  }

  private boolean visible(SummaryRun run, RunGroup page) {
    return run.groups().stream()
        .flatMap(name -> schema.runGroup(name).stream())
        .allMatch(
            group ->
                switch (group.visibility()) {
                  case RunGroup.NO_GROUPS -> false;
                  case RunGroup.THIS_GROUP_ONLY -> group.name().equals(page.name());
                  default -> true;
                });
  }
}
