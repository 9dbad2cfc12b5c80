package dev.regatta.aggregator.summary;

import dev.regatta.aggregator.statistics.Stat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of all groups, one per category. */
final class IndexTables {
  private static final List<HeaderCell> HEADER =
      List.of(
          HeaderCell.of("Group", null),
          HeaderCell.of("Description", null),
          HeaderCell.of("Adaptation method", "Adaptation strategy (e.g., generation)"),
          HeaderCell.of("# instances", "Number of instances evaluated on"),
          HeaderCell.of("# references", "Number of references provided per instance"),
          HeaderCell.of("# prompt tokens", "Total number of prompt tokens"),
          HeaderCell.of("# completion tokens", "Total number of completion tokens"),
          HeaderCell.of("# models", "Number of models we're evaluating"));

  private IndexTables() {}

  static List<Table> of(Schema schema, GroupTables groups) {
    Map<String, List<List<Cell>>> categories = new LinkedHashMap<>();
    for (RunGroup group : schema.runGroups()) {
      categories.computeIfAbsent(group.category(), c -> new ArrayList<>()).add(row(group, groups));
    }
    List<Table> tables = new ArrayList<>();
    categories.forEach(
        (category, rows) -> tables.add(new Table(category, HEADER, rows, List.of(), null)));
    return tables;
  }

  private static List<Cell> row(RunGroup group, GroupTables groups) {
    List<SummaryRun> runs = new ArrayList<>();
    Set<String> methods = new LinkedHashSet<>();
    Set<String> models = new LinkedHashSet<>();
    for (RunGroup one : groups.withSubgroups(group)) {
      for (SummaryRun run : groups.runs(one)) {
        methods.add(run.adapter().path("method").asText());
        models.add(run.adapter().path("model_deployment").asText());
        if (groups.visible(run, one)) {
          runs.add(run);
        }
      }
    }
    List<Cell> row = new ArrayList<>();
    row.add(new Cell(group.display(), null, "?group=" + group.name(), null, false, null));
    row.add(new Cell(group.description(), null, null, null, true, null));
    row.add(Cell.of(String.join(", ", methods)));
    row.add(mean(merged(runs, "num_instances")));
    row.add(mean(merged(runs, "num_references")));
    row.add(sum(merged(runs, "num_prompt_tokens")));
    row.add(sum(merged(runs, "num_completion_tokens")));
    row.add(Cell.of(models.size()));
    return row;
  }

  private static Stat merged(List<SummaryRun> runs, String metric) {
    Stat all = Stat.EMPTY;
    for (SummaryRun run : runs) {
      for (NamedStat stat : run.named(metric)) {
        all = all.merge(stat.stat());
      }
    }
    return all;
  }

  private static Cell mean(Stat stat) {
    return stat.count() == 0 ? Cell.of(null) : Cell.of(stat.mean(), stat.toString());
  }

  private static Cell sum(Stat stat) {
    return stat.count() == 0 ? Cell.of(null) : Cell.of(stat.sum(), stat.toString());
  }
}
