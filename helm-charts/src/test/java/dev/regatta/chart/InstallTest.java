package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a release on a real control plane, under the policy Restricted; no image is run. */
@Tag("kubernetes")
class InstallTest {
  private static final String RELEASE = "evaluation";
  private static final String COORDINATOR = RELEASE + "-regatta-coordinator";
  private static final String TOKENS = RELEASE + "-regatta-tokens";

  /** What every namespace has, and the records of what happened. */
  private static final Set<String> ALWAYS =
      Set.of("configmaps/kube-root-ca.crt", "serviceaccounts/default");

  @TempDir static Path directory;
  private static ControlPlane cluster;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> bin = ControlPlane.programs();
    assumeTrue(bin.isPresent(), "KUBE_BIN names no built control plane: nothing is installed");
    cluster =
        ControlPlane.start(
            bin.get(),
            directory,
            "--nodes",
            "3",
            "--gpus",
            "4",
            "--cpu",
            "64",
            "--memory",
            "512Gi",
            "--term-after",
            "1s");
    cluster.kubectlWith(resource("podmonitor-crd.yaml"), "apply", "-f", "-");
    if (PoolDefinition.find().isEmpty()) {
      cluster.kubectlWith(resource("modelpool-crd.yaml"), "apply", "-f", "-");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  static Stream<Path> examples() {
    return Chart.examples().stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aReleaseIsInstalledUpgradedRolledBackAndGone(Path values) throws Exception {
    String namespace = namespace(values);
    helm("install", namespace, values);
    assertThat(notReady(namespace)).isEmpty();
    String token = token(namespace);
    hold(namespace);

    helm("upgrade", namespace, values, "--set-string", "coordinator.settings.queue\\.lock=45s");
    assertThat(settings(namespace).path("queue.lock").asText()).isEqualTo("45s");
    assertThat(token(namespace)).isEqualTo(token);
    assertThat(holder(namespace)).isEqualTo("a-coordinator");

    cluster.helm("rollback", RELEASE, "1", "-n", namespace, "--wait", "--timeout", "3m");
    assertThat(settings(namespace).has("queue.lock")).isFalse();
    assertThat(token(namespace)).isEqualTo(token);
    assertThat(holder(namespace)).isEqualTo("a-coordinator");

    cluster.helm("uninstall", RELEASE, "-n", namespace);
    Set<String> kept = new TreeSet<>();
    if (Chart.render(values).one("ConfigMap", "-aggregator").toString().contains("/store")) {
      kept.add("persistentvolumeclaims/" + RELEASE + "-regatta-store");
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(left(namespace)).isEqualTo(kept));
  }

  @Test
  void resultsAreFoundByTheNextInstallation() throws Exception {
    Path values = Chart.ROOT.resolve("examples/values/laptop.yaml");
    String namespace = namespace(Path.of("again.yaml"));
    helm("install", namespace, values);
    String claim = claim(namespace);
    cluster.helm("uninstall", RELEASE, "-n", namespace);
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(left(namespace)).hasSize(1));

    helm("install", namespace, values);

    assertThat(claim(namespace)).isEqualTo(claim);
  }

  @Test
  void scoringJobsExecutorsAndTestsAreAdmitted() throws Exception {
    Path values = Chart.ROOT.resolve("examples/values/cluster.yaml");
    String namespace = namespace(Path.of("admission.yaml"));
    helm("install", namespace, values);

    // As the notes say.
    String job =
        cluster.kubectl(
            "create",
            "job",
            "score-1",
            "--from=cronjob/" + RELEASE + "-regatta-score",
            "--dry-run=client",
            "-o",
            "yaml",
            "-n",
            namespace);
    String named =
        cluster.kubectlWith(job, "set", "env", "--local", "-f", "-", "SWEEP=a-sweep", "-o", "yaml");
    cluster.kubectlWith(named, "create", "-f", "-", "-n", namespace);
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(get(namespace, "pods", "-l", "job-name=score-1").toString())
                    .contains("{\"name\":\"SWEEP\",\"value\":\"a-sweep\"}"));

    String config =
        get(namespace, "configmap", RELEASE + "-regatta-score").at("/data/executor.yaml").asText();
    ObjectNode executor = (ObjectNode) Rendered.yaml(config);
    executor.withObject("/metadata").put("name", "executor").put("namespace", namespace);
    ((ObjectNode) executor.at("/spec/containers/0")).put("image", "given-by-spark");
    admitted(executor.toString());
    admitted(cluster.helm("get", "hooks", RELEASE, "-n", namespace));
  }

  private static void admitted(String pod) throws Exception {
    assertThat(cluster.kubectlWith(pod, "create", "--dry-run=server", "-f", "-"))
        .contains("created");
  }

  private static String namespace(Path values) throws Exception {
    String name = values.getFileName().toString().replace(".yaml", "");
    cluster.kubectl("create", "namespace", name);
    cluster.kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted");
    for (String secret : List.of("hub", "kafka-client")) {
      cluster.kubectl("create", "secret", "generic", secret, "--from-literal=token=x", "-n", name);
    }
    return name;
  }

  private static void helm(String what, String namespace, Path values, String... further)
      throws Exception {
    List<String> command =
        List.of(
            what,
            RELEASE,
            Chart.DIRECTORY.toString(),
            "-n",
            namespace,
            "-f",
            values.toString(),
            "--wait",
            "--timeout",
            "3m");
    cluster.helm(Stream.concat(command.stream(), Stream.of(further)).toArray(String[]::new));
  }

  private static JsonNode get(String namespace, String... what) throws Exception {
    return Rendered.yaml(
        cluster.kubectl(
            Stream.concat(Stream.of("get", "-n", namespace, "-o", "json"), Stream.of(what))
                .toArray(String[]::new)));
  }

  private static List<String> notReady(String namespace) throws Exception {
    return get(namespace, "deployments,statefulsets")
        .path("items")
        .valueStream()
        .filter(
            each -> each.at("/spec/replicas").asInt() != each.at("/status/readyReplicas").asInt())
        .map(Rendered::name)
        .toList();
  }

  private static String token(String namespace) throws Exception {
    return get(namespace, "secret", TOKENS).at("/data/operator").asText();
  }

  private static JsonNode settings(String namespace) throws Exception {
    JsonNode config = get(namespace, "configmap", COORDINATOR);
    return Rendered.yaml(config.at("/data/coordinator.yaml").asText());
  }

  private static void hold(String namespace) throws Exception {
    cluster.kubectl(
        "patch",
        "lease",
        COORDINATOR,
        "-n",
        namespace,
        "--type=merge",
        "-p",
        "{\"spec\":{\"holderIdentity\":\"a-coordinator\"}}");
  }

  private static String holder(String namespace) throws Exception {
    return get(namespace, "lease", COORDINATOR).at("/spec/holderIdentity").asText();
  }

  private static String claim(String namespace) throws Exception {
    return get(namespace, "pvc", RELEASE + "-regatta-store").at("/metadata/uid").asText();
  }

  /** Every object of a namespace that is not always there or was made by the test. */
  private static Set<String> left(String namespace) throws Exception {
    String kinds =
        cluster
            .kubectl("api-resources", "--namespaced", "--verbs=list,delete", "-o", "name")
            .strip()
            .replace("\n", ",");
    Set<String> left = new TreeSet<>();
    for (String name : cluster.kubectl("get", kinds, "-n", namespace, "-o", "name").split("\n")) {
      String kind = name.replaceFirst("^([a-z]+)[^/]*/", "$1s/");
      boolean made = kind.equals("secrets/hub") || kind.equals("secrets/kafka-client");
      if (!kind.isBlank() && !kind.startsWith("events/") && !ALWAYS.contains(kind) && !made) {
        left.add(kind);
      }
    }
    return left;
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = InstallTest.class.getResourceAsStream("/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
