package dev.regatta.cli.bench.bare;

import dev.regatta.cli.bench.Poll;
import dev.regatta.cli.bench.bare.BarePath.Part;
import dev.regatta.cli.cluster.JavaCommand;
import dev.regatta.cli.cluster.JavaProcess;
import dev.regatta.cli.cluster.Ports;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One go of so many requests on the {@link BarePath}, by processes that have run nothing before.
 */
public final class BareRun {
  private static final String BROKER = "broker";

  private final int requests;
  private final Path directory;
  private final Map<String, JavaProcess> processes = new LinkedHashMap<>();

  /**
   * @param directory gets topics, store and logs
   */
  public BareRun(int requests, Path directory) {
    this.requests = requests;
    this.directory = directory;
  }

  /**
   * @param seconds from the first request's planning to the last answer's landing
   * @param cpuSeconds of processors that each process has had, its start included
   */
  public record Result(double seconds, Map<String, Double> cpuSeconds) {}

  /**
   * Starts the processes, measures, and kills them.
   *
   * @throws RegattaException INTERNAL where one ends early; the message has its log
   */
  public Result run() {
    try {
      return measured();
    } finally {
      processes.values().forEach(JavaProcess::kill);
    }
  }

  private Result measured() {
    String bootstrapServers = startBroker();
    new BareClients(bootstrapServers).createTopics();
    for (Part part : Part.values()) {
      String ready = start(part, bootstrapServers).line();
      if (!ready.equals(BarePath.READY)) {
        throw RegattaException.internal("The bare path's " + part + " says " + ready, null);
      }
    }
    double seconds = secondsToTheEnd();
    Map<String, Double> cpuSeconds = new LinkedHashMap<>();
    processes.forEach(
        (name, process) -> process.cpuSeconds().ifPresent(used -> cpuSeconds.put(name, used)));
    return new Result(seconds, cpuSeconds);
  }

  private double secondsToTheEnd() {
    long start = System.nanoTime();
    CompletableFuture<Long> end =
        CompletableFuture.supplyAsync(
            () -> {
              processes.get(name(Part.COORDINATOR)).line();
              processes.get(name(Part.SINK)).line();
              return System.nanoTime();
            });
    Poll.until(
        () -> {
          processes.values().forEach(JavaProcess::requireAlive);
          return end.isDone();
        });
    return (end.join() - start) / 1e9;
  }

  /** Returns its address. */
  private String startBroker() {
    List<String> arguments =
        List.of(
            BROKER,
            "--log.level=warn",
            "--data=" + directory.resolve("topics"),
            "--listener.port=" + Ports.free());
    return launch(BROKER, JavaCommand.BROKER.regatta(arguments)).line();
  }

  private JavaProcess start(Part part, String bootstrapServers) {
    List<String> arguments =
        List.of(
            part.name(),
            bootstrapServers,
            directory.resolve("store").toString(),
            Integer.toString(requests));
    return launch(name(part), JavaCommand.SMALL.main(BarePath.class, arguments));
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  private JavaProcess launch(String name, ProcessBuilder command) {
    JavaProcess process = JavaProcess.start(command, directory.resolve(name + ".log"));
    processes.put(name, process);
    return process;
  }
}
