package dev.regatta.cli;

import dev.regatta.aggregator.query.FileCache;
import dev.regatta.aggregator.query.QueryFormat;
import dev.regatta.aggregator.query.QueryLimits;
import dev.regatta.aggregator.query.QueryResult;
import dev.regatta.aggregator.query.StoreQuery;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
    description =
        "Runs one SELECT (DuckDB's SQL) over the store. Views: requests, instances, completions,"
            + " instance_stats, instance_metrics, stats, runs, quarantine, and of imported runs imports,"
            + " imported_stats, imported_instance_stats; see docs/store.md."
            + " Read-only.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta query \"SELECT run, metric, mean, ci_low, ci_high FROM stats\"",
      "  regatta query --format csv \"SELECT * FROM runs\" > runs.csv",
      "  regatta query --format parquet --output scores.parquet \"SELECT * FROM instance_metrics\""
    })
final class QueryCommand implements Callable<Integer> {
  private static final long CACHE_BYTES = 20L << 30;
  private static final long MOST_SECONDS = 86_400;

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

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write to a file; needed for parquet. Default: standard output.")
  private Optional<Path> output;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      defaultValue = "${env:REGATTA_CACHE:-${user.home}/.cache/regatta}",
      description = {
        "Where files of a store that is not on this machine are kept, at most 20 GiB of them.",
        "Default: $REGATTA_CACHE, else ~/.cache/regatta."
      })
  private Path cache;

  @Option(names = "--max-rows", defaultValue = "100000", description = "Default: 100000.")
  private long maxRows;

  @Option(names = "--timeout", defaultValue = "60", description = "Seconds. Default: 60.")
  private long timeoutSeconds;

  @Override
  public Integer call() throws IOException {
    new Bounds()
        .check("--max-rows", maxRows, 1, 1_000_000_000)
        .check("--timeout", timeoutSeconds, 1, MOST_SECONDS)
        .throwIfAny();
    String statement =
        sql.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : sql;
    QueryFormat chosen = json ? QueryFormat.JSON : format;
    if (chosen == QueryFormat.PARQUET && output.isEmpty()) {
      throw RegattaException.user("--format parquet needs a file (expected: --output FILE)");
    }
    QueryLimits limits =
        new QueryLimits(
            Duration.ofSeconds(timeoutSeconds), maxRows, QueryLimits.DEFAULTS.memoryBytes());
    FileCache files = new FileCache(cache.resolve("store"), CACHE_BYTES, Clock.systemUTC());
    try (StoreQuery query = StoreQuery.open(storeOption.open(), limits, files);
        QueryResult result = query.query(statement)) {
      write(chosen, result);
      if (result.truncated()) {
        System.err.println(
            "Only the first " + Format.count(result.count()) + " rows; --max-rows gives more.");
      }
    }
    return ExitCode.OK;
  }

  private void write(QueryFormat chosen, QueryResult result) throws IOException {
    if (output.isEmpty()) {
      chosen.write(result, System.out);
      return;
    }
    try (OutputStream file = create(output.get())) {
      chosen.write(result, file);
    }
  }

  private static OutputStream create(Path file) {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw RegattaException.user(
          "--output: cannot write " + file + " (expected: a file in a directory that is there)");
    }
  }
}
