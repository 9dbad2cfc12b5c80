package dev.regatta.aggregator.summary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables that HELM's summarizer makes of a suite: cells are unweighted means over runs, columns
 * over columns are mean win rates or means. The same numbers to the last digit.
 */
public final class Leaderboards {
  private final Schema schema;
  private final List<SummaryRun> runs;
  private final GroupTables groups;

  /**
   * @param runs in the order of their directories' names
   */
  public Leaderboards(Schema schema, List<SummaryRun> runs, Ties ties) {
    this.schema = schema;
    this.runs = List.copyOf(runs);
    this.groups = new GroupTables(schema, this.runs, ties);
  }

  Schema schema() {
    return schema;
  }

  List<SummaryRun> runs() {
    return runs;
  }

  /** Tables by run group, in the order of the definition; groups without a table are left out. */
  public Map<String, List<Table>> groups() {
    Map<String, List<Table>> tables = new LinkedHashMap<>();
    for (RunGroup group : schema.runGroups()) {
      List<Table> own = groups.of(group);
      if (!own.isEmpty()) {
        tables.put(group.name(), own);
      }
    }
    return tables;
  }

  /** One table per category of groups, a row for each group. */
  public List<Table> index() {
    return IndexTables.of(schema, groups);
  }
}
