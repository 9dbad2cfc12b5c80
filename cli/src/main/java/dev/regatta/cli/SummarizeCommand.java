package dev.regatta.cli;

import dev.regatta.aggregator.helm.StoredSuite;
import dev.regatta.aggregator.summary.Cell;
import dev.regatta.aggregator.summary.HeaderCell;
import dev.regatta.aggregator.summary.Leaderboards;
import dev.regatta.aggregator.summary.Schema;
import dev.regatta.aggregator.summary.Table;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import dev.regatta.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the tables of a leaderboard in HELM's manner. */
@Command(
    name = "summarize",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the tables that HELM's summarizer makes of a scored sweep: groups, cells,"
          + " mean win rates and means, the same numbers.",
      "regatta export helm writes them as files."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta summarize --schema schema.yaml",
      "  regatta summarize --schema schema.yaml --suite v1 --group core_scenarios --json"
    })
final class SummarizeCommand implements Callable<Integer> {
  @Mixin private StoreOption storeOption;
  @Mixin private SchemaOptions schemaOptions;

  @Option(
      names = "--schema",
      required = true,
      paramLabel = "FILE",
      description = "Definition of the leaderboard, HELM's schema YAML or JSON.")
  private Path schema;

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      description = "Name or id of the sweep; not needed where the store has only one.")
  private Optional<String> suite;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "Only the tables of this run group.")
  private Optional<String> group;

  @Option(
      names = "--json",
      description = "Print the tables as JSON, by run group, with runs and descriptions.")
  private boolean json;

  @Override
  public Integer call() {
    Schema definition = schemaOptions.read(schema);
    Store store = storeOption.open();
    Plan plan = Suites.find(store, suite);
    List<String> names = definition.runGroups().stream().map(g -> g.name()).toList();
    if (group.isPresent() && !names.contains(group.get())) {
      throw RegattaException.user(
          "--group: unknown '" + group.get() + "'" + Suggestion.among(group.get(), names));
    }
    Map<String, List<Table>> tables =
        new Leaderboards(
                definition, new StoredSuite(store, plan.sweep()).summaries(), schemaOptions.ties())
            .groups();
    tables.keySet().removeIf(name -> group.isPresent() && !name.equals(group.get()));
    if (json) {
      System.out.println(Json.text(tables));
    } else {
      tables.forEach((name, own) -> own.forEach(table -> print(name, table)));
    }
    return ExitCode.OK;
  }

  private static void print(String group, Table table) {
    System.out.println(group + ": " + (table.title().isEmpty() ? table.name() : table.title()));
    TextTable text =
        new TextTable(table.header().stream().map(HeaderCell::value).toArray(String[]::new));
    for (List<Cell> row : table.rows()) {
      text.row(row.stream().map(SummarizeCommand::cell).toArray());
    }
    System.out.println(text);
  }

  private static String cell(Cell cell) {
    if (cell.value() == null) {
      return "-";
    }
    return cell.value() instanceof Double number
        ? String.format(Locale.ROOT, "%.3f", number)
        : cell.value().toString();
  }
}
