package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestsTest {
  /** Of others; the first is checked below, the second against its definition. */
  private static final Set<String> CUSTOM = Set.of("PodMonitor", "ModelPool");

  static Stream<Matrix.Case> cases() {
    return Matrix.cases();
  }

  @Test
  void lintFindsNothing() {
    LintResult result = Chart.helm().lint().strict().call();

    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theApiTakesEveryObject(Matrix.Case values) {
    for (JsonNode object : values.rendered().objects()) {
      if (!CUSTOM.contains(object.path("kind").asText())) {
        assertThatCode(() -> ApiSchema.check(object)).doesNotThrowAnyException();
      }
    }
    if (values.rendered().has("ConfigMap", "-score")) {
      JsonNode executor = values.rendered().file("-score", "executor.yaml");
      ((ObjectNode) executor.at("/spec/containers/0")).put("image", "given by Spark");
      assertThatCode(() -> ApiSchema.checkPod(executor)).doesNotThrowAnyException();
    }
  }

  @Test
  void theCheckRefusesAMisspeltKeyAtAnyDepth() {
    JsonNode deployment = Chart.render("{}").one("Deployment", "-coordinator");
    ObjectNode pod = (ObjectNode) deployment.at("/spec/template/spec/containers/0/securityContext");
    pod.put("readOnlyRootFileSystem", true);

    assertThatThrownBy(() -> ApiSchema.check(deployment))
        .hasMessageContaining("readOnlyRootFileSystem");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyObjectIsNamedPlacedAndLabelled(Matrix.Case values) {
    List<JsonNode> objects = values.rendered().objects();
    assertThat(objects.stream().map(Rendered::name)).doesNotHaveDuplicates();
    for (JsonNode object : objects) {
      JsonNode metadata = object.path("metadata");
      if (object.path("kind").asText().equals("CustomResourceDefinition")) {
        continue;
      }
      assertThat(metadata.path("name").asText()).as(Rendered.name(object)).hasSizeLessThan(64);
      assertThat(metadata.path("labels").has("app.kubernetes.io/instance"))
          .as(Rendered.name(object))
          .isTrue();
      if (!object.path("kind").asText().equals("PriorityClass")) {
        assertThat(metadata.path("namespace").asText())
            .as(Rendered.name(object))
            .isEqualTo(Chart.NAMESPACE);
      }
    }
  }

  /** Every name of an object that a pod needs is that of one in the chart, or was given. */
  @ParameterizedTest
  @MethodSource("cases")
  void whatPodsMountIsThere(Matrix.Case values) {
    Set<String> given =
        Set.of("tokens", "worker-tokens", "keys", "results", "kafka-client", "coordinates");
    for (Rendered.Pod pod : values.rendered().pods()) {
      for (JsonNode volume : pod.spec().path("volumes")) {
        for (String[] kind :
            new String[][] {
              {"/configMap/name", "ConfigMap"},
              {"/secret/secretName", "Secret"},
              {"/persistentVolumeClaim/claimName", "PersistentVolumeClaim"}
            }) {
          String name = volume.at(kind[0]).asText();
          if (!name.isEmpty() && !given.contains(name)) {
            assertThat(values.rendered().objects().stream().map(Rendered::name))
                .as(pod + " mounts " + name)
                .contains(kind[1] + "/" + name);
          }
        }
      }
    }
  }

  @Test
  void monitorsReadMetricsWithTheViewersToken() {
    Rendered rendered = Chart.render("monitoring: {serviceMonitor: {enabled: true}}");

    assertThat(rendered.all("PodMonitor")).hasSize(3);
    for (JsonNode monitor : rendered.all("PodMonitor")) {
      JsonNode credentials = monitor.at("/spec/podMetricsEndpoints/0/authorization/credentials");
      assertThat(rendered.has("Secret", credentials.path("name").asText())).isTrue();
      JsonNode secret = rendered.one("Secret", credentials.path("name").asText());
      assertThat(secret.path("data").has(credentials.path("key").asText())).isTrue();
      assertThat(monitor.at("/spec/podMetricsEndpoints/0/port").asText()).isEqualTo("http");
    }
  }

  @Test
  void poolsAreWhatTheValuesSay() {
    Rendered rendered =
        Chart.render(
            """
            pools:
              small: {model: {name: small}, runtime: llamacpp, replicas: {max: 3}}
              large:
                model: {name: large}
                runtime: vllm
                engine: {image: "vllm/vllm-openai:v0"}
                worker: {image: mine}
            """);

    JsonNode small = rendered.one("ModelPool", "small").path("spec");
    assertThat(small.at("/worker/image").asText()).isEqualTo("regatta/worker-cpu:0.1.0");
    assertThat(small.at("/replicas/max").asInt()).isEqualTo(3);
    assertThat(rendered.one("ModelPool", "large").at("/spec/worker/image").asText())
        .isEqualTo("mine");
  }

  /** Pods are replaced where a setting of theirs has changed, and by nothing else. */
  @Test
  void aChangedSettingRollsItsOwnPods() {
    Rendered before = Chart.render("{}");
    Rendered after = Chart.render("coordinator: {settings: {queue.lock: 45s}}");

    assertThat(template(after, "-coordinator")).isNotEqualTo(template(before, "-coordinator"));
    assertThat(template(after, "-aggregator")).isEqualTo(template(before, "-aggregator"));
    assertThat(template(Chart.render("{}"), "-coordinator"))
        .isEqualTo(template(before, "-coordinator"));
  }

  private static JsonNode template(Rendered rendered, String name) {
    return rendered.one("Deployment", name).at("/spec/template");
  }
}
