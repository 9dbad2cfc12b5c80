package dev.regatta.cli;

import dev.regatta.aggregator.query.QueryFormat;
import dev.regatta.aggregator.query.QueryLimits;
import dev.regatta.aggregator.query.StoreQuery;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** SQL over the store. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one SELECT (DuckDB's SQL) over the store. Views: requests, instances, completions,",
      "instance_stats, instance_scores, stats, runs, quarantine; see docs/store.md. Read-only."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta query \"SELECT run, metric, mean, ci_low, ci_high FROM stats\"",
      "  regatta query --format csv \"SELECT * FROM runs\" > runs.csv",
      "  regatta query --output scores.parquet \"SELECT * FROM instance_scores\""
    })
final class QueryCommand implements Callable<Integer> {
  @Mixin private StoreOption storeOption;

  @Parameters(paramLabel = "SQL", description = "The statement; - reads it from standard input.")
  private String sql;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table (default), csv, json, markdown or parquet.")
  private QueryFormat format;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(names = "--output", paramLabel = "FILE", description = "File of --format parquet.")
  private Optional<Path> output;

  @Option(names = "--max-rows", defaultValue = "100000", description = "Default: 100000.")
  private long maxRows;

  @Option(names = "--timeout", defaultValue = "60", description = "Seconds. Default: 60.")
  private long timeoutSeconds;

  @Override
  public Integer call() throws java.io.IOException {
    String statement = sql.equals("-") ? new String(System.in.readAllBytes()) : sql;
    QueryLimits limits =
        new QueryLimits(
            maxRows, Duration.ofSeconds(timeoutSeconds), QueryLimits.DEFAULTS.memoryMegabytes());
    boolean parquet = format == QueryFormat.PARQUET || output.isPresent();
    if (parquet && output.isEmpty()) {
      throw RegattaException.user("--format parquet needs a file (expected: --output FILE)");
    }
    try (StoreQuery query = new StoreQuery(storeOption.open(), limits, output)) {
      if (parquet) {
        query.copyTo(statement, output.get());
      } else {
        report((json ? QueryFormat.JSON : format).write(query, statement, System.out));
      }
    }
    return ExitCode.OK;
  }

  private void report(StoreQuery.Outcome outcome) {
    if (outcome.truncated()) {
      System.err.println(
          "Only the first " + Format.count(outcome.rows()) + " rows; --max-rows gives more.");
    }
  }
}
