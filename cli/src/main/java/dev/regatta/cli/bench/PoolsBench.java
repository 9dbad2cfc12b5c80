package dev.regatta.cli.bench;

import dev.regatta.cli.Bounds;
import dev.regatta.cli.Format;
import dev.regatta.cli.Scratch;
import dev.regatta.cli.Terminal;
import dev.regatta.cli.TextTable;
import dev.regatta.coordinator.kubernetes.Kubernetes;
import dev.regatta.coordinator.kubernetes.KubernetesPools;
import dev.regatta.coordinator.service.CoordinatorMain;
import dev.regatta.service.life.Sleeper;
import dev.regatta.service.settings.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pools and workers that have nothing to do: what they cost the coordinator. */
@Command(
    name = "pools",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at pools of Kubernetes in which nothing has changed, and lets a coordinator"
          + " in a process of its own idle with these pools and all their workers.",
      "The API server is a stand-in."
    })
final class PoolsBench implements Callable<Integer> {
  private static final String COORDINATOR = "coordinator";
  private static final int LOOKS = 100;

  /** One pool of so many has a volume for each replica. */
  private static final int VOLUMES = 5;

  /** Longer than between a coordinator's looks at what it has to write again. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  @Option(names = "--pools", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}.")
  private int pools;

  @Option(
      names = "--workers",
      defaultValue = "1000",
      description = "Of all pools together. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description =
          "For which the coordinator is measured, after as long to come to rest. Default:"
              + " ${DEFAULT-VALUE}.")
  private int seconds;

  @Mixin private BenchOutput output;

  /**
   * What was measured.
   *
   * @param look one look at all pools, in milliseconds
   * @param lookProcessor the same in milliseconds of a processor
   * @param writes requests in all looks that change something
   * @param coordinator with these pools and their workers
   */
  record Report(
      int pools, int workers, Times look, Times lookProcessor, long writes, Coordinator coordinator)
      implements BenchReport {

    @Override
    public String text() {
      TextTable table =
          new TextTable("look at " + Format.count(pools) + " pools", "median", "worst");
      table.row("milliseconds", Times.shown(look.median), Times.shown(look.worst));
      table.row(
          "of a processor", Times.shown(lookProcessor.median), Times.shown(lookProcessor.worst));
      return String.format("%s%nwrites: %d%n%s", table, writes, coordinator.text(workers));
    }
  }

  /** Milliseconds. */
  record Times(double median, double worst) {
    static Times of(List<Double> millis) {
      List<Double> sorted = millis.stream().sorted().toList();
      return new Times(sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }

    private static String shown(double millis) {
      return String.format(Locale.ROOT, "%.2f", millis);
    }
  }

  /**
   * A coordinator that idles.
   *
   * @param liveHeapBytes what its garbage collector leaves; null where it cannot be asked
   * @param peakResidentBytes most memory that it has had; null where the system does not tell, as
   *     is
   * @param processors seconds of a processor that it takes in a second
   * @param writes requests to the API server that change something
   */
  record Coordinator(Long liveHeapBytes, Long peakResidentBytes, Double processors, long writes) {
    private String text(int workers) {
      TextTable table = new TextTable("coordinator of workers", Format.count(workers));
      table.row("live heap", liveHeapBytes == null ? "" : Format.bytes(liveHeapBytes));
      table.row("peak memory", peakResidentBytes == null ? "" : Format.bytes(peakResidentBytes));
      table.row(
          "of a processor",
          processors == null ? "" : String.format(Locale.ROOT, "%.1f%%", 100 * processors));
      table.row("writes", writes);
      return table.toString();
    }
  }

  @Override
  public Integer call() throws IOException {
    new Bounds()
        .check("--pools", pools, 1, 10_000)
        .check("--workers", workers, 1, 100_000)
        .check("--seconds", seconds, 1, 3600)
        .throwIfAny();
    try (Scratch scratch = new Scratch()) {
      return output.print(measure(scratch.directory(), output.terminal()));
    }
  }

  private Report measure(Path directory, Terminal terminal) {
    List<Double> looks = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    long writes;
    try (PoolServer server = new PoolServer(objects())) {
      terminal.line("Looking at the pools");
      writes = look(server, server.kubeconfig(directory.resolve("looks")), looks, processor);
    }
    terminal.line("Letting a coordinator idle");
    return new Report(
        pools, workers, Times.of(looks), Times.of(processor), writes, idle(directory));
  }

  /** Returns how many writes there were. */
  private static long look(
      PoolServer server, Path kubeconfig, List<Double> millis, List<Double> processor) {
    String bootstrap = "127.0.0.1:9092";
    Settings settings =
        CoordinatorMain.CONFIGURATION.read(
            List.of("--bootstrap=" + bootstrap, "--kubernetes.enabled=true"), Map.of());
    Kubernetes cluster =
        Kubernetes.connect(settings, Map.of("KUBECONFIG", kubeconfig.toString())).orElseThrow();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (KubernetesPools pools = cluster.pools(bootstrap, () -> true).orElseThrow()) {
      awaitQuiet(server);
      long before = server.writes();
      for (int i = 0; i < LOOKS; i++) {
        long start = System.nanoTime();
        long used = threads.getCurrentThreadCpuTime();
        pools.look();
        processor.add((threads.getCurrentThreadCpuTime() - used) / 1e6);
        millis.add((System.nanoTime() - start) / 1e6);
      }
      return server.writes() - before;
    }
  }

  /** Waits until there have been writes, and then none for a while. */
  private static void awaitQuiet(PoolServer server) {
    Poll.until(() -> server.writes() > 0);
    long seen;
    do {
      seen = server.writes();
      Sleeper.SYSTEM.pause(QUIET);
    } while (server.writes() > seen);
  }

  private Coordinator idle(Path directory) {
    try (PoolServer server = new PoolServer(objects());
        ServiceProcesses services = new ServiceProcesses(directory, Map.of())) {
      services.startCoordinator(server.kubeconfig(directory.resolve("idle")));
      try (IdleWorkers unused = new IdleWorkers(services.bootstrapServers(), models())) {
        Poll.until(() -> services.api().workers().workers().size() == workers);
        awaitQuiet(server);
        Sleeper.SYSTEM.pause(Duration.ofSeconds(seconds));
        return idle(server, services);
      }
    }
  }

  private Coordinator idle(PoolServer server, ServiceProcesses services) {
    long writes = server.writes();
    Double before = services.cpuSeconds().get(COORDINATOR);
    long start = System.nanoTime();
    Sleeper.SYSTEM.pause(Duration.ofSeconds(seconds));
    Double after = services.cpuSeconds().get(COORDINATOR);
    double passed = (System.nanoTime() - start) / 1e9;
    long written = server.writes() - writes;
    services.requireAlive();
    return new Coordinator(
        services.liveHeap().get(COORDINATOR),
        services.peakResident().get(COORDINATOR),
        before == null || after == null ? null : (after - before) / passed,
        written);
  }

  private ServedObjects objects() {
    ServedObjects objects = new ServedObjects();
    for (int pool = 0; pool < pools; pool++) {
      objects.pool(name(pool), model(pool), replicas(pool), pool % VOLUMES == 0);
    }
    return objects;
  }

  /** The model of each worker. */
  private Map<String, String> models() {
    Map<String, String> models = new TreeMap<>();
    for (int pool = 0; pool < pools; pool++) {
      for (int replica = 0; replica < replicas(pool); replica++) {
        models.put(ServedObjects.worker(name(pool), replica), model(pool));
      }
    }
    return models;
  }

  private int replicas(int pool) {
    return workers / pools + (pool < workers % pools ? 1 : 0);
  }

  private static String name(int pool) {
    return "pool-" + pool;
  }

  private static String model(int pool) {
    return "model-" + pool;
  }
}
