package dev.regatta.cli;

import dev.regatta.aggregator.helm.HelmExport;
import dev.regatta.aggregator.helm.StoredSuite;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes results for other tools. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes results for other tools.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ExportCommand.Helm.class, CommandLine.HelpCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {"  regatta export helm --suite v1 benchmark_output --schema schema.yaml"})
final class ExportCommand {

  /** For HELM's summarizer and web page. */
  @Command(
      name = "helm",
      mixinStandardHelpOptions = true,
      description = {
        "Writes a scored sweep as DIR/runs/NAME, which helm-summarize and helm-server read (-o "
            + "DIR --suite NAME): the runs and, with --schema, the tables."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  regatta export helm --suite v1 benchmark_output --schema schema.yaml"})
  static final class Helm implements Callable<Integer> {
    @Mixin private StoreOption storeOption;
    @Mixin private SchemaOptions schemaOptions;

    @Parameters(paramLabel = "DIR", description = "HELM's output directory; made where missing.")
    private Path directory;

    @Option(
        names = "--suite",
        required = true,
        paramLabel = "NAME",
        description = "Name of the suite, and of the sweep where --sweep does not tell.")
    private String suite;

    @Option(
        names = "--sweep",
        paramLabel = "SWEEP",
        description = "Id of the sweep or its start. Default: the sweep named as the suite.")
    private Optional<String> sweep;

    @Option(
        names = "--schema",
        paramLabel = "FILE",
        description = "Definition of the leaderboard, HELM's schema YAML or JSON.")
    private Optional<Path> schema;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    @Override
    public Integer call() {
      if (!suite.matches("[^/\\\\]+") || suite.matches("\\.\\.?")) {
        throw RegattaException.user("--suite: " + suite + " (expected: a name without /)");
      }
      if (schema.isEmpty()) {
        schemaOptions.refuse();
      }
      Store store = storeOption.open();
      Plan plan =
          sweep.isPresent()
              ? new Sweeps(store).find(sweep)
              : Suites.find(store, Optional.of(suite));
      HelmExport export =
          new HelmExport(
              new StoredSuite(store, plan.sweep()),
              schema.map(schemaOptions::read),
              schemaOptions.ties());
      HelmExport.Result result = export.write(directory, suite, LocalDate.now(ZoneOffset.UTC));
      System.out.println(json ? Json.text(result) : text(result));
      return ExitCode.OK;
    }

    private static String text(HelmExport.Result result) {
      String left =
          result.unanswered() == 0
              ? ""
              : ", " + Format.count(result.unanswered()) + " requests without an answer left out";
      return "%s: %s runs, %s requests%s"
          .formatted(
              result.directory(),
              Format.count(result.runs()),
              Format.count(result.requests()),
              left);
    }
  }
}
