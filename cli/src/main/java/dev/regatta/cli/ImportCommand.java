package dev.regatta.cli;

import dev.regatta.aggregator.helm.HelmImport;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings results of other tools into the store. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Brings results of other tools into the store.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ImportCommand.Helm.class, CommandLine.HelpCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {"  regatta import helm benchmark_output/runs/v1"})
final class ImportCommand {

  /** Runs of HELM. */
  @Command(
      name = "helm",
      mixinStandardHelpOptions = true,
      description = {
        "Brings runs of HELM in, as one sweep: requests, answers, instances and statistics.",
        "Their numbers are HELM's until regatta score computes anew what can be;"
            + " docs/helm.md tells more."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  regatta import helm benchmark_output/runs/v1",
        "  regatta import helm https://example.org/lite/benchmark_output/runs/v1.0.0"
      })
  static final class Helm implements Callable<Integer> {
    @Mixin private StoreOption storeOption;

    @Parameters(
        paramLabel = "DIR|URL",
        description =
            "A run's directory, one that holds runs, or HELM's output directory; or the address of"
                + " one of these.")
    private String source;

    @Option(
        names = "--suite",
        paramLabel = "NAME",
        description = "Name of the suite. Default: that of the directory.")
    private Optional<String> suite;

    @Option(
        names = "--keep-going",
        description = "Bring in the runs that are whole where others have faults.")
    private boolean keepGoing;

    @Option(
        names = "--cache",
        paramLabel = "DIR",
        defaultValue = "${env:REGATTA_CACHE:-${user.home}/.cache/regatta}",
        description = "Where downloads are kept. Default: $REGATTA_CACHE, else ~/.cache/regatta.")
    private Path cache;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    record Report(String sweep, int runs, long requests, long statistics, List<String> problems) {}

    @Override
    public Integer call() throws IOException {
      Terminal terminal = Terminal.system(json);
      Store store = storeOption.open();
      if (!source.startsWith("http://") && !source.startsWith("https://")) {
        return bring(new HelmImport(Path.of(source), suite), store, terminal);
      }
      try (Scratch scratch = new Scratch()) {
        Fetcher fetcher =
            new Fetcher(
                cache, System.getenv(), new FetchView(terminal), HttpClient.newHttpClient());
        Path copy = new HelmDownload(fetcher, scratch.directory()).fetch(source);
        terminal.endStatus(false);
        return bring(new HelmImport(copy, suite), store, terminal);
      }
    }

    private int bring(HelmImport runs, Store store, Terminal terminal) {
      List<String> problems = runs.problems();
      if (!problems.isEmpty() && !keepGoing) {
        throw RegattaException.user(
            String.join("\n", problems) + "\nNothing was imported; --keep-going leaves these out");
      }
      problems.forEach(problem -> terminal.line("Left out: " + problem));
      HelmImport.Result result = runs.write(store);
      if (json) {
        System.out.println(
            Json.text(
                new Report(
                    result.sweep(),
                    result.runs(),
                    result.requests(),
                    result.statistics(),
                    problems)));
      } else {
        System.out.printf(
            "Sweep %s: %s runs, %s requests with answers, %s statistics%n",
            result.sweep(),
            Format.count(result.runs()),
            Format.count(result.requests()),
            Format.count(result.statistics()));
      }
      return ExitCode.OK;
    }
  }
}
