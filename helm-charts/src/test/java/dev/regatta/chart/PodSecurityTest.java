package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.chart.Rendered.Pod;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The standard Restricted of Kubernetes, and what goes beyond it. */
class PodSecurityTest {
  /** Volume types of the standard, without those that the chart has no use for. */
  private static final Set<String> VOLUMES =
      Set.of("configMap", "secret", "emptyDir", "persistentVolumeClaim");

  /** Pods that talk to the API of Kubernetes. */
  private static final Set<String> WITH_TOKEN = Set.of("coordinator", "score");

  static Stream<Matrix.Case> cases() {
    return Matrix.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyPodIsRestricted(Matrix.Case values) {
    assertThat(values.rendered().pods()).isNotEmpty();
    SoftAssertions soft = new SoftAssertions();
    for (Pod pod : values.rendered().pods()) {
      JsonNode context = pod.spec().path("securityContext");
      soft.assertThat(context.path("runAsNonRoot").asBoolean()).as(pod + " non-root").isTrue();
      soft.assertThat(context.path("runAsUser").asInt()).as(pod + " user").isPositive();
      soft.assertThat(context.at("/seccompProfile/type").asText())
          .as(pod + " seccomp")
          .isEqualTo("RuntimeDefault");
      for (String host : Set.of("hostNetwork", "hostPID", "hostIPC")) {
        soft.assertThat(pod.spec().has(host)).as(pod + " " + host).isFalse();
      }
      for (JsonNode volume : pod.spec().path("volumes")) {
        Set<String> types = new HashSet<>();
        volume.fieldNames().forEachRemaining(types::add);
        types.remove("name");
        soft.assertThat(VOLUMES).as(pod + " volumes").containsAll(types);
      }
      pod.containers().forEach(container -> restricted(soft, pod, container));
    }
    soft.assertAll();
  }

  private static void restricted(SoftAssertions soft, Pod pod, JsonNode container) {
    String name = pod + " " + container.path("name").asText();
    JsonNode context = container.path("securityContext");
    soft.assertThat(context.path("allowPrivilegeEscalation").asText("absent"))
        .as(name + " escalation")
        .isEqualTo("false");
    soft.assertThat(context.path("readOnlyRootFilesystem").asBoolean())
        .as(name + " read-only root")
        .isTrue();
    soft.assertThat(context.at("/capabilities/drop").toString())
        .as(name + " capabilities")
        .isEqualTo("[\"ALL\"]");
    soft.assertThat(context.at("/capabilities").has("add")).as(name + " capabilities").isFalse();
    soft.assertThat(context.path("privileged").asBoolean()).as(name + " privileged").isFalse();
    for (JsonNode port : container.path("ports")) {
      soft.assertThat(port.has("hostPort")).as(name + " host port").isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyContainerHasRequestsAndLimits(Matrix.Case values) {
    SoftAssertions soft = new SoftAssertions();
    for (Pod pod : values.rendered().pods()) {
      // Spark gives executors their processors and memory.
      Set<String> own = pod.owner().startsWith("Executor/") ? Set.of() : Set.of("cpu", "memory");
      for (JsonNode container : pod.containers()) {
        JsonNode resources = container.path("resources");
        own.forEach(
            key -> soft.assertThat(resources.path("requests").has(key)).as(pod + key).isTrue());
        soft.assertThat(resources.path("limits").has("memory") || own.isEmpty())
            .as("" + pod)
            .isTrue();
        soft.assertThat(resources.path("limits").has("ephemeral-storage")).as("" + pod).isTrue();
      }
    }
    soft.assertAll();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tokensOfKubernetesAreWhereTheyAreNeededAlone(Matrix.Case values) {
    for (Pod pod : values.rendered().pods()) {
      JsonNode mounts = pod.spec().path("automountServiceAccountToken");
      assertThat(mounts.isBoolean()).as("" + pod).isTrue();
      if (mounts.asBoolean()) {
        assertThat(pod.labels().path("app.kubernetes.io/component").asText()).isIn(WITH_TOKEN);
        assertThat(values.rendered().has("Role", roleOf(pod))).as("" + pod).isTrue();
      }
      // A service named like the chart would set variables that are taken for settings.
      assertThat(pod.spec().path("enableServiceLinks").asBoolean(true)).as("" + pod).isFalse();
    }
    for (JsonNode account : values.rendered().all("ServiceAccount")) {
      assertThat(account.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    }
  }

  private static String roleOf(Pod pod) {
    return "-" + pod.labels().path("app.kubernetes.io/component").asText();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rightsAreOfTheNamespaceAndName(Matrix.Case values) {
    assertThat(values.rendered().all("ClusterRole")).isEmpty();
    assertThat(values.rendered().all("ClusterRoleBinding")).isEmpty();
    for (JsonNode role : values.rendered().all("Role")) {
      for (JsonNode rule : role.path("rules")) {
        assertThat(rule.toString()).doesNotContain("*").doesNotContain("secrets");
        if (rule.path("resources").toString().contains("leases")) {
          assertThat(rule.path("resourceNames")).hasSize(1);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void podsThatLastAreProbedAndStoppedInOrder(Matrix.Case values) {
    for (Pod pod : values.rendered().pods()) {
      assertThat(pod.spec().at("/containers/0/volumeMounts").toString())
          .as(pod + " mounts")
          .satisfiesAnyOf(
              mounts -> assertThat(mounts).contains("\"/tmp\""),
              mounts -> assertThat(pod.owner()).startsWith("Pod/"));
      if (pod.lasts()) {
        JsonNode container = pod.spec().at("/containers/0");
        for (String probe : Set.of("startupProbe", "readinessProbe", "livenessProbe")) {
          assertThat(container.has(probe)).as(pod + " " + probe).isTrue();
        }
        assertThat(pod.spec().path("terminationGracePeriodSeconds").asInt())
            .as(pod + " grace")
            .isGreaterThan(30);
      }
    }
  }
}
