package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pools of values, against the definition of the custom resource. */
class PoolsTest {
  private static JsonNode spec;

  @BeforeAll
  static void definition() {
    Optional<JsonNode> definition = PoolDefinition.find();
    assumeTrue(definition.isPresent(), "the chart does not bring the definition of ModelPool");
    spec = PoolDefinition.schema(definition.get()).at("/properties/spec");
  }

  static Stream<Matrix.Case> cases() {
    return Matrix.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theDefinitionTakesEveryPool(Matrix.Case values) {
    Schema strict =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(closed(spec.deepCopy()).toString(), InputFormat.JSON);
    for (JsonNode pool : values.rendered().all("ModelPool")) {
      assertThat(strict.validate(pool.path("spec").toString(), InputFormat.JSON))
          .as(Rendered.name(pool))
          .isEmpty();
    }
  }

  /** What the values take of a pool is what its definition has. */
  @Test
  void valuesAndDefinitionHaveTheSameKeys() throws IOException {
    JsonNode values =
        new ObjectMapper().readTree(Chart.DIRECTORY.resolve("values.schema.json").toFile());

    assertThat(keys(values.at("/definitions/pool"))).isEqualTo(keys(spec));
    for (String part : new String[] {"model", "engine", "worker", "gpus", "cache", "replicas"}) {
      assertThat(keys(values.at("/definitions/pool/properties/" + part)))
          .as(part)
          .isEqualTo(keys(spec.at("/properties/" + part)));
    }
  }

  private static TreeSet<String> keys(JsonNode object) {
    TreeSet<String> keys = new TreeSet<>();
    object.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The API server drops unknown keys; here they are refused. */
  private static JsonNode closed(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")
        && !object.has("x-kubernetes-preserve-unknown-fields")) {
      object.put("additionalProperties", false);
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      closed(property.getValue());
    }
    node.forEach(each -> closed(each));
    return node;
  }
}
