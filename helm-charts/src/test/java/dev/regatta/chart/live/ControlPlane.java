package dev.regatta.chart.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kubernetes's own control plane on this machine, with nodes whose Pods run as processes of it. The
 * scripts that start one lie beside the checkout, its programs where {@code KUBE_BIN} says; where
 * there are none, tests are skipped.
 */
final class ControlPlane implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("../../shared/tools/kube");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path directory;
  private final Shell shell;

  private ControlPlane(Path directory, Shell shell) {
    this.directory = directory;
    this.shell = shell;
  }

  /** Why none can be started here; empty where one can. */
  static Optional<String> missing() {
    String programs = System.getenv("KUBE_BIN");
    if (programs == null || !Files.isExecutable(Path.of(programs, "kube-apiserver"))) {
      return Optional.of("KUBE_BIN names no directory with the programs of a control plane");
    }
    return Files.isExecutable(SCRIPTS.resolve("kube-up.sh"))
        ? Optional.empty()
        : Optional.of("no " + SCRIPTS + " beside the checkout");
  }

  /**
   * Starts one.
   *
   * @param directory for its state and logs
   * @param images what is run for which image
   * @param groups of nodes, each such as {@code gpu count=2 cpu=8 nvidia.com/gpu=1}
   */
  static ControlPlane start(Path directory, Path images, String... groups) {
    List<String> command = new ArrayList<>();
    command.add(SCRIPTS.resolve("kube-up.sh").toAbsolutePath().normalize().toString());
    command.addAll(List.of("--dir", directory.toString(), "--audit"));
    command.addAll(List.of("--processes", images.toString(), "--start-after", "0s"));
    command.addAll(List.of("--term-after", "0s"));
    for (String group : groups) {
      command.addAll(List.of("--group", group));
    }
    Shell starter = new Shell(Map.of(), PATIENCE);
    String configuration = starter.run(command.toArray(String[]::new)).strip();
    return new ControlPlane(
        directory,
        new Shell(
            Map.of("KUBECONFIG", configuration, "KUBE_DIR", directory.toString()), PATIENCE));
  }

  String kubectl(String... arguments) {
    return shell.run(with(program("kubectl"), arguments));
  }

  String helm(String... arguments) {
    return shell.run(with(program("helm"), arguments));
  }

  /** Of the nodes' own tool: {@code pid NS/POD}, {@code logs NS/POD}. */
  String tool(String... arguments) {
    return shell.run(with(program("kube-tool"), arguments)).strip();
  }

  /** Objects as the API has them. */
  List<JsonNode> list(String namespace, String... what) {
    List<String> arguments = new ArrayList<>(List.of("get", "-o", "json", "-n", namespace));
    arguments.addAll(List.of(what));
    List<JsonNode> items = new ArrayList<>();
    Json.parse(kubectl(arguments.toArray(String[]::new))).path("items").forEach(items::add);
    return items;
  }

  /** What clients beside the control plane have asked of the API, in order. */
  List<JsonNode> audit() {
    try (Stream<String> lines = Files.lines(directory.resolve("logs/audit.log"))) {
      List<JsonNode> requests = new ArrayList<>();
      for (String line : (Iterable<String>) lines::iterator) {
        // The last line may be on its way.
        if (line.endsWith("}")) {
          requests.add(Json.parse(line));
        }
      }
      return requests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String program(String name) {
    return Path.of(System.getenv("KUBE_BIN"), name).toString();
  }

  private static String[] with(String program, String... arguments) {
    return Stream.concat(Stream.of(program), Stream.of(arguments)).toArray(String[]::new);
  }

  @Override
  public void close() {
    shell.run(
        SCRIPTS.resolve("kube-down.sh").toAbsolutePath().normalize().toString(), "--grace", "1");
  }
}
