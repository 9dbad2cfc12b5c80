package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NetworkPolicyTest {
  private static final String INTERNAL =
      """
      networkPolicy: {enabled: true, clients: [{kubernetes.io/metadata.name: monitoring}]}
      """;

  private static final String EXTERNAL =
      """
      networkPolicy:
        enabled: true
        kafka: {cidrs: [203.0.113.0/24], ports: [9094]}
        store: {cidrs: [198.51.100.0/24], ports: [9000]}
        apiServer: {cidrs: [192.0.2.1/32], ports: [6443]}
      kafka: {mode: external, external: {bootstrap: "kafka:9094"}}
      store: {kind: s3, s3: {bucket: results}}
      scoring: {mode: spark}
      """;

  @Test
  void workersReachKafkaNamesAndSourcesAlone() {
    assertThat(egress(Chart.render(INTERNAL), "worker"))
        .containsExactlyInAnyOrder("dns", "pods kafka 9092", "0.0.0.0/0 443", "::/0 443");
    assertThat(egress(Chart.render(EXTERNAL), "worker"))
        .containsExactlyInAnyOrder("dns", "203.0.113.0/24 9094", "0.0.0.0/0 443", "::/0 443");
  }

  @Test
  void sourcesAreNotInsideTheNetwork() {
    JsonNode rule = policy(Chart.render(INTERNAL), "worker").at("/spec/egress/2/to");

    assertThat(rule.at("/0/ipBlock/except").toString()).contains("10.0.0.0/8", "169.254.0.0/16");
    assertThat(rule.at("/1/ipBlock/except").toString()).contains("fc00::/7");
  }

  @Test
  void servicesReachWhatTheyNeed() {
    Rendered rendered = Chart.render(EXTERNAL);

    assertThat(egress(rendered, "coordinator"))
        .containsExactlyInAnyOrder(
            "dns",
            "203.0.113.0/24 9094",
            "198.51.100.0/24 9000",
            "192.0.2.1/32 6443",
            "0.0.0.0/0 443",
            "::/0 443");
    assertThat(egress(rendered, "aggregator"))
        .containsExactlyInAnyOrder("dns", "203.0.113.0/24 9094", "198.51.100.0/24 9000");
    assertThat(egress(rendered, "score"))
        .containsExactlyInAnyOrder(
            "dns", "198.51.100.0/24 9000", "192.0.2.1/32 6443", "pods score-executor 7079");
    assertThat(egress(rendered, "score-executor"))
        .containsExactlyInAnyOrder(
            "dns", "198.51.100.0/24 9000", "pods score 7078,7079", "pods score-executor 7079");
    assertThat(egress(Chart.render(INTERNAL), "kafka")).isEmpty();
  }

  @Test
  void everyPodHasAPolicyWithBothDirections() {
    for (String values : List.of(INTERNAL, EXTERNAL)) {
      Rendered rendered = Chart.render(values);
      for (Rendered.Pod pod : rendered.pods()) {
        assertThat(rendered.all("NetworkPolicy"))
            .as("" + pod)
            .filteredOn(policy -> selects(policy.at("/spec/podSelector/matchLabels"), pod))
            .hasSize(1)
            .allMatch(policy -> policy.at("/spec/policyTypes").size() == 2);
      }
    }
  }

  /** The coordinator gives workers these labels and one that says what they are. */
  @Test
  void theWorkersOfPoolsAreFound() {
    Rendered rendered = Chart.render(INTERNAL);
    JsonNode labels = rendered.file("-workers", "worker-defaults.yaml").path("labels");
    JsonNode selector = policy(rendered, "worker").at("/spec/podSelector/matchLabels");

    assertThat(selector.path("regatta.dev/release").asText())
        .isEqualTo(labels.path("regatta.dev/release").asText())
        .isNotBlank();
    assertThat(selector.path("app.kubernetes.io/component").asText()).isEqualTo("worker");
    assertThat(selector).hasSize(2);
  }

  private static boolean selects(JsonNode selector, Rendered.Pod pod) {
    for (Map.Entry<String, JsonNode> label : selector.properties()) {
      if (!label.getValue().equals(pod.labels().path(label.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode policy(Rendered rendered, String component) {
    return rendered.one("NetworkPolicy", "regatta-" + component);
  }

  private static Set<String> egress(Rendered rendered, String component) {
    Set<String> all = new TreeSet<>();
    for (JsonNode rule : policy(rendered, component).at("/spec/egress")) {
      String ports = String.join(",", rule.path("ports").findValuesAsText("port"));
      for (JsonNode to : rule.path("to")) {
        if (to.has("namespaceSelector")) {
          assertThat(ports).isEqualTo("53,53");
          all.add("dns");
        } else if (to.has("ipBlock")) {
          all.add(to.at("/ipBlock/cidr").asText() + " " + ports);
        } else {
          all.add(
              "pods "
                  + to.at("/podSelector/matchLabels/app.kubernetes.io~1component").asText()
                  + " "
                  + ports);
        }
      }
    }
    return all;
  }
}
