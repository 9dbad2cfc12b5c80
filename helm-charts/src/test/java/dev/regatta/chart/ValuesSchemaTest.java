package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesSchemaTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas: 2                                                     | replicas
          coordinator: {replica: 2}                                       | replica
          coordinator: {replicas: 0}                                      | /coordinator/replicas
          coordinator: {replicas: two}                                    | /coordinator/replicas
          coordinator: {leadership: zookeeper}                            | /coordinator/leadership
          coordinator: {leaseDuration: 10}                                | /coordinator/leaseDuration
          coordinator: {gpuBudget: -1}                                    | /coordinator/gpuBudget
          coordinator: {settings: {queue: {lock: 45s}}}                   | /coordinator/settings/queue
          coordinator: {env: [{value: x}]}                                | /coordinator/env/0
          coordinator: {resources: {limits: {memory: 1 GB}}}              | /coordinator/resources/limits/memory
          coordinator: {resources: {limit: {memory: 1Gi}}}                | limit
          coordinator: {image: {digest: latest}}                          | /coordinator/image/digest
          coordinator: {service: {port: 80800}}                           | /coordinator/service/port
          coordinator: {ingress: {enabled: true}}                         | /coordinator/ingress/host
          coordinator: {ingress: {enabled: true, host: "https://x"}}      | /coordinator/ingress/host
          auth: {operatorToken: short}                                    | /auth/operatorToken
          log: {level: trace}                                             | /log/level
          image: {registry: "example.org/"}                               | /image/registry
          scoring: {mode: cluster}                                        | /scoring/mode
          scoring: {spark: {executorMemory: 6Gi}}                         | /scoring/spark/executorMemory
          scoring: {spark: {executors: 0}}                                | /scoring/spark/executors
          scoring: {spark: {properties: {executor.cores: 2}}}             | executor.cores
          scoring: {mode: spark}                                          | store.kind s3
          store: {kind: nfs}                                              | /store/kind
          store: {kind: s3}                                               | /store/s3/bucket
          store: {s3: {endpoint: "s3.example.org"}}                       | /store/s3/endpoint
          store: {s3: {endpoint: "https://user:password@example.org"}}    | /store/s3/endpoint
          store: {volume: {accessModes: [ReadOnlyMany]}}                  | /store/volume/accessModes/0
          kafka: {mode: external}                                         | /kafka/external/bootstrap
          kafka: {mode: external, external: {bootstrap: kafka}}           | /kafka/external/bootstrap
          networkPolicy: {sources: {ports: [70000]}}                      | /networkPolicy/sources/ports/0
          networkPolicy: {kafka: {cidrs: [kafka.example.org]}}            | /networkPolicy/kafka/cidrs/0
          priorityClasses: {services: 2000000000}                         | /priorityClasses/services
          pools: {Small: {model: {name: m}, runtime: simulated}}          | Small
          pools: {m: {model: {name: m}}}                                  | runtime
          pools: {m: {runtime: simulated}}                                | model
          pools: {m: {model: {name: m}, runtime: ollama}}                 | /pools/m/runtime
          pools: {m: {model: {name: m}, runtime: vllm}}                   | engine
          pools: {m: {model: {name: m}, runtime: simulated, gpu: 1}}      | gpu
          pools: {m: {model: {name: m}, runtime: simulated, weight: 0}}   | /pools/m/weight
          pools: {m: {model: {name: m}, runtime: simulated, idleTime: 5}} | /pools/m/idleTime
          """)
  void wrongValuesAreRefusedWithTheirPlace(String yaml, String place) {
    assertThatThrownBy(() -> Chart.render(yaml)).hasMessageContaining(place);
  }

  /** A key that the schema has and the values lack would have no default and no description. */
  @Test
  void theSchemaHasNoKeyThatTheValuesLack() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(Chart.DIRECTORY.resolve("values.schema.json").toFile());
    JsonNode values =
        Rendered.yaml(java.nio.file.Files.readString(Chart.DIRECTORY.resolve("values.yaml")));

    TreeSet<String> missing = new TreeSet<>();
    missing(schema, schema, values, "", missing);

    // Helm gives it to every chart.
    assertThat(missing).containsExactly(".global");
  }

  private static void missing(
      JsonNode root, JsonNode schema, JsonNode values, String path, TreeSet<String> missing) {
    JsonNode resolved = schema;
    if (schema.has("$ref")) {
      resolved = root.at(schema.path("$ref").asText().substring(1));
      if (resolved.at("/properties/requests").isObject()) {
        return;
      }
    }
    for (Map.Entry<String, JsonNode> property : resolved.path("properties").properties()) {
      String key = path + "." + property.getKey();
      if (values.has(property.getKey())) {
        missing(root, property.getValue(), values.path(property.getKey()), key, missing);
      } else {
        missing.add(key);
      }
    }
  }
}
