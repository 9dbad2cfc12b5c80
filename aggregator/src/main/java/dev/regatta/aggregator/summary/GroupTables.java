package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.regatta.aggregator.summary.TableMaker.Columns;
import dev.regatta.aggregator.summary.TableMaker.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of one run group: by metric over its subgroups, or by scenario. */
final class GroupTables {
  private static final JsonNode NO_SCENARIO = MissingNode.getInstance();

  private final Schema schema;
  private final List<SummaryRun> runs;
  private final TableMaker maker;

  GroupTables(Schema schema, List<SummaryRun> runs, Ties ties) {
    this.schema = schema;
    this.runs = runs;
    this.maker = new TableMaker(schema, ties);
  }

  List<Table> of(RunGroup group) {
    List<RunGroup> all = withSubgroups(group);
    return group.subgroupDisplayMode().equals(RunGroup.BY_GROUP) || all.size() == 1
        ? byScenario(group, all)
        : byMetric(group, all);
  }

  /** The group and all below it, each once. */
  List<RunGroup> withSubgroups(RunGroup group) {
    Map<String, RunGroup> all = new LinkedHashMap<>();
    collect(group, all);
    return List.copyOf(all.values());
  }

  private void collect(RunGroup group, Map<String, RunGroup> all) {
    if (all.putIfAbsent(group.name(), group) == null) {
      group.subgroups().forEach(name -> collect(schema.runGroup(name).orElseThrow(), all));
    }
  }

  /** Runs of a group in HELM's order: those of one adapter spec together. */
  List<SummaryRun> runs(RunGroup group) {
    return byAdapter(runs.stream().filter(run -> run.groups().contains(group.name())).toList());
  }

  private List<Table> byMetric(RunGroup group, List<RunGroup> all) {
    // A run that is in several of the groups counts once for each, as it does in HELM.
    Map<AdapterKey, List<SummaryRun>> rows = new LinkedHashMap<>();
    all.forEach(one -> add(rows, runs(one), group, NO_SCENARIO));
    List<Table> tables = new ArrayList<>();
    for (String name : rows.isEmpty() ? Set.<String>of() : metricGroups(group, all)) {
      MetricGroup metrics = schema.metricGroup(name);
      List<Columns> columns = all.stream().map(one -> new Columns(one, name)).toList();
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

  /**
   * The group's own, or else those of its subgroups: without hidden ones, and without those of
   * which there is a detailed one too.
   */
  private static Set<String> metricGroups(RunGroup group, List<RunGroup> all) {
    if (!group.metricGroups().isEmpty()) {
      return new LinkedHashSet<>(group.metricGroups());
    }
    Set<String> names = new LinkedHashSet<>();
    all.forEach(one -> names.addAll(one.metricGroups()));
    Set<String> every = Set.copyOf(names);
    names.removeIf(name -> every.contains(name + TableMaker.DETAILED));
    names.removeAll(group.subgroupMetricGroupsHidden());
    return names;
  }

  private List<Table> byScenario(RunGroup group, List<RunGroup> all) {
    List<Table> tables = new ArrayList<>();
    for (RunGroup one : all) {
      List<Columns> columns =
          one.metricGroups().stream().map(name -> new Columns(one, name)).toList();
      if (!columns.isEmpty()) {
        tables.addAll(tables(group, one, columns));
      }
    }
    return tables;
  }

  /** A table for each scenario, with its sub-splits, behind one over all of them. */
  private List<Table> tables(RunGroup page, RunGroup shown, List<Columns> columns) {
    List<Table> tables = new ArrayList<>();
    Set<JsonNode> scenarios = new LinkedHashSet<>();
    runs.stream()
        .filter(run -> run.groups().contains(shown.name()))
        .forEach(run -> scenarios.add(run.scenario()));
    int scenariosShown = 0;
    for (JsonNode scenario : scenarios) {
      Map<AdapterKey, List<SummaryRun>> rows = new LinkedHashMap<>();
      List<SummaryRun> own =
          runs(page).stream().filter(run -> run.scenario().equals(scenario)).toList();
      add(rows, own, page, scenario);
      if (!rows.isEmpty()) {
        scenariosShown++;
        tables.add(perScenario(page, shown, scenario, rows, columns));
        for (String subSplit : shown.shownSubSplits()) {
          String name = shown.name() + ":sub_split=" + subSplit;
          String title = shown.display() + " (sub-split: " + subSplit + ")";
          tables.add(whole(page, name, title, rows, columns, subSplit));
        }
      }
    }
    Map<AdapterKey, List<SummaryRun>> all = new LinkedHashMap<>();
    add(all, runs(shown), page, NO_SCENARIO);
    if (scenariosShown > 1 && !all.isEmpty()) {
      tables.add(0, whole(page, shown.name(), shown.display(), all, columns, null));
    }
    return tables;
  }

  private static List<SummaryRun> byAdapter(List<SummaryRun> runs) {
    Map<JsonNode, List<SummaryRun>> byAdapter = new LinkedHashMap<>();
    runs.forEach(run -> byAdapter.computeIfAbsent(run.adapter(), a -> new ArrayList<>()).add(run));
    return byAdapter.values().stream().flatMap(List::stream).toList();
  }

  private Table perScenario(
      RunGroup page,
      RunGroup shown,
      JsonNode scenario,
      Map<AdapterKey, List<SummaryRun>> rows,
      List<Columns> columns) {
    String arguments = PythonNames.arguments(scenario.path("args"));
    String name = shown.name() + "_" + arguments.replace(" ", "").replace("/", "_");
    String title = name.contains(page.name()) ? arguments : shown.display() + " " + arguments;
    return maker.make(new Request(name, title, page, rows, columns, true, null, List.of()));
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

  private void add(
      Map<AdapterKey, List<SummaryRun>> rows,
      List<SummaryRun> more,
      RunGroup page,
      JsonNode scenario) {
    for (SummaryRun run : more) {
      if (visible(run, page)) {
        rows.computeIfAbsent(
                AdapterKey.of(run.adapter(), page.adapterKeysShown(), scenario),
                k -> new ArrayList<>())
            .add(run);
      }
    }
  }

  /** Whether a page shows a run, by the groups that it is in. */
  boolean visible(SummaryRun run, RunGroup page) {
    boolean visible = !page.visibility().equals(RunGroup.THIS_GROUP_ONLY);
    for (String name : run.groups()) {
      String visibility =
          schema.runGroup(name).map(RunGroup::visibility).orElse(RunGroup.ALL_GROUPS);
      if (visibility.equals(RunGroup.NO_GROUPS)) {
        return false;
      }
      if (visibility.equals(RunGroup.THIS_GROUP_ONLY)) {
        if (name.equals(page.name())) {
          return true;
        }
        visible = false;
      }
    }
    return visible;
  }
}
