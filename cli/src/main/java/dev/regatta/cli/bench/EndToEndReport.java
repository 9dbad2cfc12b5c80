package dev.regatta.cli.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.regatta.cli.Format;
import dev.regatta.cli.TextTable;
import dev.regatta.cli.bench.bare.BareRun;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sweep from plan to metrics took.
 *
 * @param seconds of the whole sweep, from plan to metrics
 * @param totalSeconds from the start of this process's virtual machine
 * @param stages seconds of each stage; they follow one another, though work and landing begin while
 *     requests are still planned. Publish is the planning thread's time for handing requests to
 *     Kafka
 * @param shares each stage's share of {@code seconds}
 * @param peakHeapBytes of this process: sum of the heap pools' peaks
 * @param peakResidentBytes of each service process; empty where all is in this process
 * @param cpuSeconds of processors that each service process has had, its start included
 * @param liveHeapBytes of each service process when all is done: what its garbage collector leaves
 * @param samples memory of each service process on the way; empty where all is in this process
 * @param resultHash absent where nothing was scored
 * @param bare absent where nothing was run beside it
 */
record EndToEndReport(
    int requests,
    double requestsPerSecond,
    double seconds,
    double totalSeconds,
    Map<String, Double> stages,
    Map<String, Double> shares,
    long peakHeapBytes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> peakResidentBytes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> liveHeapBytes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> cpuSeconds,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Sample> samples,
    String resultHash,
    Bare bare)
    implements BenchReport {

  /**
   * Memory after so many completions.
   *
   * @param residentBytes by service
   */
  record Sample(long completed, Map<String, Long> residentBytes) {}

  /**
   * Of a sweep that ends now.
   *
   * @param stages seconds of each
   * @param services none where all is in this process
   */
  static EndToEndReport of(
      int requests,
      Map<String, Double> stages,
      Optional<ServiceProcesses> services,
      List<Sample> samples,
      String resultHash) {
    double seconds = stages.values().stream().mapToDouble(s -> s).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    stages.forEach((stage, s) -> shares.put(stage, s / seconds));
    return new EndToEndReport(
        requests,
        requests / seconds,
        seconds,
        sinceStart(),
        stages,
        shares,
        peakHeap(),
        services.map(ServiceProcesses::peakResident).orElse(Map.of()),
        services.map(ServiceProcesses::liveHeap).orElse(Map.of()),
        services.map(ServiceProcesses::cpuSeconds).orElse(Map.of()),
        samples,
        resultHash,
        null);
  }

  /**
   * As many requests on the bare path, before the sweep.
   *
   * @param cpuSeconds of processors that each process has had, its start included
   * @param ratio the sweep's rate as a share of it
   */
  record Bare(double requestsPerSecond, Map<String, Double> cpuSeconds, double ratio) {}

  EndToEndReport beside(BareRun.Result result) {
    double rate = requests / result.seconds();
    return new EndToEndReport(
        requests,
        requestsPerSecond,
        seconds,
        totalSeconds,
        stages,
        shares,
        peakHeapBytes,
        peakResidentBytes,
        liveHeapBytes,
        cpuSeconds,
        samples,
        resultHash,
        new Bare(rate, result.cpuSeconds(), requestsPerSecond / rate));
  }

  /** Seconds since this virtual machine has started. */
  static double sinceStart() {
    return (Instant.now().toEpochMilli() - ManagementFactory.getRuntimeMXBean().getStartTime())
        / 1e3;
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  @Override
  public String text() {
    TextTable table = new TextTable("stage", "seconds", "share");
    stages.forEach(
        (stage, s) ->
            table.row(
                stage, String.format("%.2f", s), String.format("%.0f%%", 100 * shares.get(stage))));
    return String.format(
            "%s requests in %.1f s: %s (%.1f s since the start of the JVM; peak heap %s)%n",
            Format.count(requests),
            seconds,
            Format.rate(requestsPerSecond),
            totalSeconds,
            Format.bytes(peakHeapBytes))
        + table
        + processes()
        + besides();
  }

  private String besides() {
    return bare == null
        ? ""
        : String.format(
            "%nThe bare path: %s with %.1f processor seconds; the sweep has %.0f%% of that rate%n",
            Format.rate(bare.requestsPerSecond()),
            bare.cpuSeconds().values().stream().mapToDouble(s -> s).sum(),
            100 * bare.ratio());
  }

  private String processes() {
    TextTable table = new TextTable("process", "peak memory", "live heap", "processor seconds");
    peakResidentBytes.forEach(
        (service, bytes) ->
            table.row(
                service,
                Format.bytes(bytes),
                Format.bytes(liveHeapBytes.getOrDefault(service, 0L)),
                String.format("%.1f", cpuSeconds.getOrDefault(service, 0.0))));
    return table.isEmpty() ? "" : "\n" + table;
  }
}
