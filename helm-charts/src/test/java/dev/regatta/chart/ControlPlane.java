package dev.regatta.chart;

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
 * Kubernetes's own control plane on this machine. Its nodes run no images: pods are admitted,
 * placed and get ready, and where a map of images says so they are processes of this machine. The
 * scripts that start one lie beside the checkout, its programs where {@code KUBE_BIN} says.
 */
final class ControlPlane implements AutoCloseable {
  private static final Path SCRIPTS = Chart.ROOT.resolve("../shared/tools/kube");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path programs;
  private final Path directory;
  private final Shell shell;

  private ControlPlane(Path programs, Path directory, Shell shell) {
    this.programs = programs;
    this.directory = directory;
    this.shell = shell;
  }

  /** Where the programs are; empty where none are built. */
  static Optional<Path> programs() {
    return Optional.ofNullable(System.getenv("KUBE_BIN"))
        .map(Path::of)
        .filter(programs -> Files.isExecutable(programs.resolve("kube-apiserver")))
        .filter(programs -> Files.isExecutable(SCRIPTS.resolve("kube-up.sh")));
  }

  /**
   * Starts one.
   *
   * @param directory for its state and logs
   * @param options further ones of the script that starts it
   */
  static ControlPlane start(Path programs, Path directory, String... options) {
    List<String> command = new ArrayList<>(List.of(script("kube-up.sh"), "--dir"));
    command.add(directory.toString());
    command.addAll(List.of(options));
    String[] said =
        new Shell(Map.of("KUBE_BIN", programs.toString()), PATIENCE)
            .run(command.toArray(String[]::new))
            .strip()
            .split("\n");
    Map<String, String> environment =
        Map.of(
            "KUBE_BIN", programs.toString(),
            "KUBE_DIR", directory.toString(),
            "KUBECONFIG", said[said.length - 1].strip());
    return new ControlPlane(programs, directory, new Shell(environment, PATIENCE));
  }

  String kubectl(String... arguments) {
    return shell.run(with("kubectl", arguments));
  }

  /**
   * @param text standard input
   */
  String kubectlWith(String text, String... arguments) {
    return shell.outcome(new ProcessBuilder(with("kubectl", arguments)), text).orThrow();
  }

  /** Runs what a user is told to type, with the programs of this cluster. */
  String shell(String commands) {
    return shell.run("sh", "-c", "PATH=\"$KUBE_BIN:$PATH\"; " + commands);
  }

  /** Address of the API server; its name leads nowhere. */
  String server() {
    return kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}");
  }

  String helm(String... arguments) {
    return shell.run(with("helm", arguments));
  }

  /** Of the nodes' own tool: {@code pid NS/POD}, {@code logs NS/POD}. */
  String tool(String... arguments) {
    return shell.run(with("kube-tool", arguments)).strip();
  }

  /** Objects as the API has them. */
  List<JsonNode> list(String namespace, String... what) {
    List<String> arguments = new ArrayList<>(List.of("get", "-o", "json", "-n", namespace));
    arguments.addAll(List.of(what));
    List<JsonNode> items = new ArrayList<>();
    Rendered.yaml(kubectl(arguments.toArray(String[]::new))).path("items").forEach(items::add);
    return items;
  }

  /** What clients beside the control plane have asked of the API, in order. */
  List<JsonNode> audit() {
    try (Stream<String> lines = Files.lines(directory.resolve("logs/audit.log"))) {
      // The last line may be on its way.
      return lines.filter(line -> line.endsWith("}")).map(Regatta::json).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String script(String name) {
    return SCRIPTS.resolve(name).toAbsolutePath().normalize().toString();
  }

  private String[] with(String program, String... arguments) {
    return Stream.concat(Stream.of(programs.resolve(program).toString()), Stream.of(arguments))
        .toArray(String[]::new);
  }

  @Override
  public void close() {
    shell.run(script("kube-down.sh"), "--dir", directory.toString(), "--grace", "1");
  }
}
