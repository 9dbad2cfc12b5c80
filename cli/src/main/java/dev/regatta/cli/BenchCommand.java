package dev.regatta.cli;

import dev.regatta.protocol.Json;
import dev.regatta.store.Store;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Regatta itself, with a simulated model that answers at once. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Regatta's own speed with a simulated model that answers at once.",
    footerHeading = "%nExamples:%n",
    footer = {"  regatta bench end-to-end --requests 100000", "  regatta bench smallest --json"})
final class BenchCommand {
  private static final int SMALLEST = 10;

  /**
   * What was measured.
   *
   * @param seconds of the whole sweep, from plan to metrics
   * @param totalSeconds from the start of this process's virtual machine
   * @param stages seconds of each stage; they follow one another, though work and landing begin
   *     while requests are still planned
   * @param shares each stage's share of {@code seconds}
   * @param peakHeapBytes sum of the heap pools' peaks
   */
  record Report(
      int requests,
      double requestsPerSecond,
      double seconds,
      double totalSeconds,
      Map<String, Double> stages,
      Map<String, Double> shares,
      long peakHeapBytes,
      String resultHash) {}

  @Command(
      name = "end-to-end",
      mixinStandardHelpOptions = true,
      description =
          "From plan to metrics: requests of about 1 kB through Kafka, Parquet and Spark.")
  int endToEnd(
      @Option(names = "--requests", defaultValue = "100000", description = "Default 100000.")
          int requests,
      @Option(names = "--json", description = "Print the report as JSON.") boolean json)
      throws IOException {
    new Bounds().check("--requests", requests, 1, 100_000_000).throwIfAny();
    return measure(requests, json);
  }

  @Command(
      name = "smallest",
      mixinStandardHelpOptions = true,
      description = "The smallest sweep, cold: what starting everything costs.")
  int smallest(@Option(names = "--json", description = "Print the report as JSON.") boolean json)
      throws IOException {
    return measure(SMALLEST, json);
  }

  private static int measure(int requests, boolean json) throws IOException {
    try (Scratch scratch = new Scratch()) {
      Store store = Store.open(scratch.directory().resolve("store").toString());
      BenchSweep sweep = new BenchSweep(requests, store);
      Terminal terminal = Terminal.system(json);
      LocalRun run = new LocalRun(store, LocalOptions.defaults(scratch.directory()), terminal);
      Report report = report(requests, run.run(sweep.plan(), sweep.models()));
      System.out.println(json ? Json.text(report) : text(report));
    }
    return ExitCode.OK;
  }

  private static Report report(int requests, LocalRun.Outcome outcome) {
    double seconds = outcome.seconds().values().stream().mapToDouble(s -> s).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    outcome.seconds().forEach((stage, s) -> shares.put(stage, s / seconds));
    double total =
        (Instant.now().toEpochMilli() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
    return new Report(
        requests,
        requests / seconds,
        seconds,
        total,
        outcome.seconds(),
        shares,
        peakHeap(),
        outcome.resultHash());
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static String text(Report report) {
    TextTable table = new TextTable("stage", "seconds", "share");
    report
        .stages()
        .forEach(
            (stage, s) ->
                table.row(
                    stage,
                    String.format("%.2f", s),
                    String.format("%.0f%%", 100 * report.shares().get(stage))));
    return String.format(
            "%s requests in %.1f s: %s (%.1f s since the start of the JVM, peak heap %s)%n",
            Format.count(report.requests()),
            report.seconds(),
            Format.rate(report.requestsPerSecond()),
            report.totalSeconds(),
            Format.bytes(report.peakHeapBytes()))
        + table;
  }
}
