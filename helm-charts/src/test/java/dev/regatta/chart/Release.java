package dev.regatta.chart;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.chart.Shell.Outcome;
import dev.regatta.cli.chaos.Evidence;
import dev.regatta.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Regatta as its chart installs it, in a namespace with the Restricted policy. Kafka stands beside
 * the cluster, since Services lead nowhere in it.
 */
final class Release {
  static final String NAMESPACE = "evaluations";
  static final String NAME = "trial";

  private static final Path CHART = Path.of("regatta");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final ControlPlane plane;
  private final Regatta regatta;
  private final Path directory;
  private final String bootstrap;

  Release(ControlPlane plane, Regatta regatta, Path directory, String bootstrap) {
    this.plane = plane;
    this.regatta = regatta;
    this.directory = directory;
    this.bootstrap = bootstrap;
  }

  /** Installs the chart; returns when a coordinator takes sweeps. */
  void install(String... values) {
    plane.kubectl("create", "namespace", NAMESPACE);
    plane.kubectl("label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce=restricted");
    helm("install", values);
    awaitService();
  }

  void upgrade(String... values) {
    helm("upgrade", values);
  }

  void rollback() {
    plane.helm("rollback", NAME, "-n", NAMESPACE);
  }

  void uninstall() {
    plane.helm("uninstall", NAME, "-n", NAMESPACE);
  }

  private void helm(String verb, String... values) {
    List<String> command = new ArrayList<>(List.of(verb, NAME, CHART.toString(), "-n", NAMESPACE));
    command.addAll(List.of("--set", "kafka.external.bootstrap=" + bootstrap));
    for (String file : values) {
      command.addAll(List.of("-f", file));
    }
    plane.helm(command.toArray(String[]::new));
  }

  private void awaitService() {
    await("a coordinator that takes sweeps")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> !ready("coordinator").isEmpty() && !ready("aggregator").isEmpty());
  }

  /** Pods of a component that are ready. */
  List<JsonNode> ready(String component) {
    return pods("app.kubernetes.io/component=" + component).stream()
        .filter(
            pod -> {
              for (JsonNode condition : pod.at("/status/conditions")) {
                if (condition.path("type").asText().equals("Ready")) {
                  return condition.path("status").asText().equals("True")
                      && !pod.path("metadata").has("deletionTimestamp");
                }
              }
              return false;
            })
        .toList();
  }

  List<JsonNode> pods(String selector) {
    return plane.list(NAMESPACE, "pods", "-l", selector);
  }

  /** Of a pool; those that are on their way out included. */
  List<JsonNode> workers(String pool) {
    return pods("regatta.dev/pool=" + pool);
  }

  /** Sends a sweep; returns its id. */
  String submit(Path sweep) {
    return regatta("submit", sweep.toString()).path("id").asText();
  }

  JsonNode sweep(String id) {
    return regatta("status", id).path(0);
  }

  /** Waits until a sweep is as wanted. */
  JsonNode awaitSweep(String id, String wanted, Predicate<JsonNode> condition) {
    JsonNode[] last = new JsonNode[1];
    await(wanted)
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(
            () -> {
              last[0] = sweep(id);
              return condition.test(last[0]);
            });
    return last[0];
  }

  /** A command that asks the first coordinator that is ready; asked again while none answers. */
  JsonNode regatta(String... command) {
    JsonNode[] answer = new JsonNode[1];
    await(String.join(" ", command))
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(
            () -> {
              Outcome outcome = ask(command);
              if (outcome.code() == 0) {
                answer[0] = Regatta.json(outcome.output());
              }
              return outcome.code() == 0;
            });
    return answer[0];
  }

  private Outcome ask(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    String server =
        ready("coordinator").stream()
            .map(pod -> "http://" + pod.at("/status/podIP").asText() + ":8080")
            .findFirst()
            .orElse("http://127.0.0.1:9");
    arguments.addAll(List.of("--server", server, "--token-file", token().toString(), "--json"));
    return regatta.outcome(arguments.toArray(String[]::new));
  }

  private Path token() {
    Path file = directory.resolve("token");
    if (!Files.exists(file)) {
      String encoded =
          plane.kubectl(
              "get",
              "secret",
              "-n",
              NAMESPACE,
              NAME + "-regatta-tokens",
              "-o",
              "jsonpath={.data.operator}");
      try {
        Files.writeString(
            file, new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }

  /** What a sweep has left in the store. */
  Evidence evidence(String sweep, String model) {
    return Evidence.of(Store.open(store().toString()), sweep, model);
  }

  /** The directory that stands for the volume of the store. */
  private Path store() {
    String volume =
        plane.kubectl(
            "get",
            "pvc",
            "-n",
            NAMESPACE,
            NAME + "-regatta-store",
            "-o",
            "jsonpath={.spec.volumeName}");
    String path = plane.kubectl("get", "pv", volume, "-o", "jsonpath={.spec.hostPath.path}");
    return Path.of(path);
  }

  /** How many of each kind are left of the release. */
  Map<String, List<String>> leftovers(String... kinds) {
    Map<String, List<String>> left = new TreeMap<>();
    for (String kind : kinds) {
      plane
          .list(NAMESPACE, kind)
          .forEach(
              item ->
                  left.computeIfAbsent(kind, each -> new ArrayList<>())
                      .add(item.at("/metadata/name").asText()));
    }
    return left;
  }
}
