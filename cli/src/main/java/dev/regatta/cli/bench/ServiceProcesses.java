package dev.regatta.cli.bench;

import dev.regatta.cli.ApiClient;
import dev.regatta.cli.cluster.JavaCommand;
import dev.regatta.cli.cluster.JavaProcess;
import dev.regatta.cli.cluster.Ports;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cluster on this machine: broker, coordinator, aggregator and a worker of a simulated model,
 * each a process of its own as users start them. Killed and started again, they go on with what is
 * in the directory, at the same addresses.
 */
final class ServiceProcesses implements AutoCloseable {
  private final Path directory;
  private final Map<String, String> runtimeOptions;
  private final int brokerPort = Ports.free();
  private final int coordinatorPort = Ports.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI coordinator = URI.create("http://127.0.0.1:" + coordinatorPort);
  private final Map<String, JavaProcess> processes = new LinkedHashMap<>();
  private final ApiClient api = new ApiClient(coordinator, Optional.empty());

  /**
   * @param directory gets topics, store and logs
   * @param runtimeOptions of the simulated model
   */
  ServiceProcesses(Path directory, Map<String, String> runtimeOptions) {
    this.directory = directory;
    this.runtimeOptions = Map.copyOf(runtimeOptions);
  }

  /** Starts all of them; returns when coordinator and worker say that they are ready. */
  void start() {
    startBroker();
    launch("coordinator", JavaCommand.SMALL, Map.of(), coordinatorSettings());
    List<String> worker =
        new ArrayList<>(
            List.of(
                "--bootstrap=" + bootstrapServers(),
                "--model=" + BenchSweep.MODEL,
                "--runtime=simulated"));
    runtimeOptions.forEach(
        (key, value) -> worker.addAll(List.of("--runtime-option", key + "=" + value)));
    launch("worker", JavaCommand.SMALL, Map.of(), worker);
    launch(
        "aggregator",
        JavaCommand.SMALL,
        Map.of(),
        List.of("--bootstrap=" + bootstrapServers(), "--store=" + store()));
    Poll.until(this::ready);
    processes.get("worker").line();
  }

  /**
   * Starts broker and coordinator only; returns when that leads.
   *
   * @param kubeconfig of the cluster whose pools it runs
   */
  void startCoordinator(Path kubeconfig) {
    startBroker();
    List<String> settings = new ArrayList<>(coordinatorSettings());
    settings.add("--kubernetes.enabled=true");
    launch("coordinator", JavaCommand.SMALL, Map.of("KUBECONFIG", kubeconfig.toString()), settings);
    Poll.until(this::ready);
  }

  private void startBroker() {
    launch(
            "broker",
            JavaCommand.BROKER,
            Map.of(),
            List.of("--data=" + directory.resolve("topics"), "--listener.port=" + brokerPort))
        .line();
  }

  private List<String> coordinatorSettings() {
    return List.of(
        "--id=coordinator",
        "--bootstrap=" + bootstrapServers(),
        "--store=" + store(),
        "--scratch=" + directory.resolve("scratch"),
        "--http.port=" + coordinatorPort);
  }

  private boolean ready() {
    requireAlive();
    try {
      return get("/readyz").statusCode() == HttpURLConnection.HTTP_OK;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(coordinator.resolve(path)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted", e);
    }
  }

  private JavaProcess launch(
      String service, JavaCommand java, Map<String, String> environment, List<String> settings) {
    List<String> arguments = new ArrayList<>(List.of(service, "--log.level=warn"));
    arguments.addAll(settings);
    ProcessBuilder command = java.regatta(arguments);
    command.environment().putAll(environment);
    JavaProcess process = JavaProcess.start(command, directory.resolve(service + ".log"));
    processes.put(service, process);
    return process;
  }

  ApiClient api() {
    return api;
  }

  String bootstrapServers() {
    return "127.0.0.1:" + brokerPort;
  }

  String store() {
    return directory.resolve("store").toString();
  }

  /**
   * @throws RegattaException INTERNAL where one has ended
   */
  void requireAlive() {
    processes.values().forEach(JavaProcess::requireAlive);
  }

  /** Bytes of memory of each at present; those of which the system tells nothing are left out. */
  Map<String, Long> resident() {
    return each(JavaProcess::resident);
  }

  /** The most that each has had so far. */
  Map<String, Long> peakResident() {
    return each(JavaProcess::peakResident);
  }

  /** What the garbage collector leaves of each one's heap. Stops them for the moment of it. */
  Map<String, Long> liveHeap() {
    return each(JavaProcess::liveHeap);
  }

  /**
   * One of the coordinator's metrics, without labels.
   *
   * @throws RegattaException INTERNAL where there is none of that name
   */
  double metric(String name) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> RegattaException.internal("No metric " + name, null));
  }

  /** Seconds of processors that each has had so far, its start included. */
  Map<String, Double> cpuSeconds() {
    return each(JavaProcess::cpuSeconds);
  }

  private <T> Map<String, T> each(Function<JavaProcess, Optional<T>> measure) {
    Map<String, T> measured = new LinkedHashMap<>();
    processes.forEach(
        (service, process) ->
            measure.apply(process).ifPresent(value -> measured.put(service, value)));
    return measured;
  }

  /** Kills all of them at once. */
  @Override
  public void close() {
    processes.values().forEach(JavaProcess::kill);
    processes.clear();
  }
}
