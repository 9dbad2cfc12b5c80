package dev.regatta.coordinator.kubernetes;

import static dev.regatta.coordinator.kubernetes.PoolsFixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1CustomResourceDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoolSchemaTest {
  private static final String FILE = "helm-charts/regatta/crds/modelpool.yaml";

  @Test
  void theChartHasThePresentDefinition() throws Exception {
    Path file = Path.of("..").resolve(FILE);
    assertThat(Files.readString(file))
        .as("write it with PoolSchema's main method: " + FILE)
        .isEqualTo(PoolSchema.manifest());
  }

  @Test
  void theDefinitionIsOneOfKubernetes() throws Exception {
    V1CustomResourceDefinition.validateJsonElement(
        JsonParser.parseString(PoolSchema.definition().toString()));
  }

  @Test
  void everyPropertyHasAType() {
    schemas(PoolSchema.definition().at("/spec/versions/0/schema/openAPIV3Schema"))
        .forEach(
            schema ->
                assertThat(schema.has("type") || schema.has("x-kubernetes-int-or-string"))
                    .as(schema.toString())
                    .isTrue());
  }

  @Test
  void everyKeyOfTheSpecIsDescribed() {
    JsonNode spec =
        PoolSchema.definition()
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
    spec.properties()
        .forEach(
            key ->
                assertThat(key.getValue().path("description").asText())
                    .as(key.getKey())
                    .isNotBlank());
  }

  /** A pool that gives the defaults of the schema is read as one that gives nothing. */
  @Test
  void defaultsOfTheSchemaAreThoseOfTheRecords() {
    JsonNode spec =
        PoolSchema.definition().at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    var given = yaml("{model: {name: m}, runtime: simulated}");
    spec.path("properties")
        .properties()
        .forEach(
            key -> {
              if (key.getValue().has("default")) {
                given.set(key.getKey(), key.getValue().get("default"));
              }
            });
    assertThat(given.size()).isGreaterThan(8);
    ModelPool explicit = PoolsFixture.pool("p", given.toString());
    ModelPool implicit = PoolsFixture.pool("p", "{model: {name: m}, runtime: simulated}");
    assertThat(explicit.problems()).isEmpty();
    assertThat(explicit.policy()).isEqualTo(implicit.policy());
    assertThat(explicit.spec().cachePath()).isEqualTo(implicit.spec().cachePath());
    assertThat(explicit.spec().gpus()).isEqualTo(implicit.spec().gpus());
  }

  @Test
  void theStatusThatIsWrittenIsTheStatusOfTheSchema() {
    JsonNode properties =
        PoolSchema.definition()
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/status/properties");
    PoolStatus status =
        new PoolStatus(
            PoolsFixture.pool("p", PoolsFixture.SIMULATED),
            new PoolState(1, 0, 0, java.util.Map.of("a", new PodState.Blocked("r", "m"))),
            java.util.Optional.empty(),
            1,
            java.util.OptionalLong.of(7),
            "because");
    JsonNode written = status.toJson(java.time.Instant.EPOCH);
    assertThat(keys(written)).isEqualTo(keys(properties));
    for (String list : List.of("blocked", "conditions")) {
      assertThat(keys(written.path(list).path(0)))
          .isEqualTo(keys(properties.path(list).at("/items/properties")));
    }
  }

  private static TreeSet<String> keys(JsonNode node) {
    TreeSet<String> keys = new TreeSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static Stream<JsonNode> schemas(JsonNode schema) {
    Stream<JsonNode> below =
        Stream.concat(schema.path("properties").valueStream(), Stream.of(schema.path("items")));
    return Stream.concat(
        Stream.of(schema), below.filter(JsonNode::isObject).flatMap(PoolSchemaTest::schemas));
  }
}
