package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A real control plane with nodes that run nothing. What {@code KUBE_BIN} names must have been
 * built by {@code shared/tools/kube}; else the tests that ask for it are skipped.
 */
final class ControlPlane implements AutoCloseable {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Path bin;
  private final Path tools;
  private final Path directory;
  private final Path kubeconfig;

  private ControlPlane(Path bin, Path tools, Path directory, Path kubeconfig) {
    this.bin = bin;
    this.tools = tools;
    this.directory = directory;
    this.kubeconfig = kubeconfig;
  }

  /** Starts one with a node of two accelerators. */
  static ControlPlane start(Path directory) throws Exception {
    String named = System.getenv().getOrDefault("KUBE_BIN", "");
    Assumptions.assumeTrue(
        !named.isEmpty() && Files.isExecutable(Path.of(named, "kube-apiserver")),
        "KUBE_BIN names no control plane that has been built");
    Path up = SharedFiles.find("tools/kube/kube-up.sh");
    String kubeconfig =
        run(
            Map.of(),
            "",
            List.of(up.toString(), "--dir", directory.toString(), "--nodes", "1", "--gpus", "2"));
    return new ControlPlane(Path.of(named), up.getParent(), directory, Path.of(kubeconfig.strip()));
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  /** Runs kubectl as an administrator. */
  String kubectl(String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(bin.resolve("kubectl").toString()));
    command.addAll(List.of(arguments));
    return run(Map.of("KUBECONFIG", kubeconfig.toString()), input, command);
  }

  void apply(String namespace, String yaml) throws Exception {
    kubectl(yaml, "apply", "-n", namespace, "-f", "-");
  }

  JsonNode get(String namespace, String kind, String name) throws Exception {
    return Json.read(kubectl("", "get", "-n", namespace, kind, name, "-o", "json"), JsonNode.class);
  }

  /** Names of the objects of a kind. */
  List<String> names(String namespace, String kind) throws Exception {
    return kubectl("", "get", "-n", namespace, kind, "-o", "name").lines().toList();
  }

  /** A kubeconfig of a service account. */
  Path as(String namespace, String account) throws Exception {
    String token = kubectl("", "create", "token", "-n", namespace, account).strip();
    ObjectNode config = (ObjectNode) YAML.readTree(Files.readString(kubeconfig));
    ObjectNode user = (ObjectNode) config.at("/users/0/user");
    user.removeAll();
    user.put("token", token);
    ((ObjectNode) config.at("/contexts/0/context")).put("namespace", namespace);
    return Files.writeString(
        directory.resolve(account + ".kubeconfig"), YAML.writeValueAsString(config));
  }

  private static String run(Map<String, String> environment, String input, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path errors = Files.createTempFile("control-plane", ".err");
    Process process = builder.redirectError(errors.toFile()).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    String said = Files.readString(errors);
    Files.delete(errors);
    if (code != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return output;
  }

  static Optional<JsonNode> first(JsonNode list) {
    return list.valueStream().findFirst();
  }

  @Override
  public void close() throws Exception {
    run(
        Map.of(),
        "",
        List.of(tools.resolve("kube-down.sh").toString(), "--dir", directory.toString()));
  }
}
