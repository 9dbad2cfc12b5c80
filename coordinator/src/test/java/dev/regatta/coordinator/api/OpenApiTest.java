package dev.regatta.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.scale.PoolStatus;
import dev.regatta.coordinator.submission.Manifest;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.service.http.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docs/openapi.yaml says what the routes do, no more and no less. */
class OpenApiTest {
  private static final List<String> METHODS = List.of("get", "post", "put", "delete", "patch");

  private static JsonNode document;

  @BeforeAll
  static void read() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "openapi.yaml"));
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    document = Json.MAPPER.valueToTree(tree);
  }

  @Test
  void everyRouteIsDescribedWithItsRole() {
    TreeSet<String> described = new TreeSet<>();
    document
        .at("/paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (METHODS.contains(operation.getKey())) {
                            described.add(
                                operation.getKey()
                                    + " "
                                    + path.getKey()
                                    + " "
                                    + operation.getValue().at("/x-role").asText());
                          }
                        }));
    assertThat(document.at("/openapi").asText()).startsWith("3.1");
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            new Api(null, null, null, null, null, null)
                .routes().stream()
                    .map(
                        route ->
                            (route.method() + " " + route.path() + " " + route.role())
                                .replace(
                                    route.method().toString(),
                                    route.method().toString().toLowerCase(Locale.ROOT))
                                .replace(
                                    route.role().name(),
                                    route.role().name().toLowerCase(Locale.ROOT)))
                    .toList());
  }

  @Test
  void everySchemaHasThePropertiesOfItsRecord() {
    Map<String, Class<?>> records =
        Map.of(
            "Manifest", Manifest.class,
            "Entry", Manifest.Entry.class,
            "Sweep", SweepView.class,
            "SweepModel", SweepView.ModelView.class,
            "Worker", WorkerView.class,
            "Model", Views.Model.class,
            "Queue", Views.Queue.class,
            "Pool", PoolStatus.class,
            "Problem", Problem.class,
            "Missing", Views.Missing.class);
    assertThat(names("/components/schemas")).containsExactlyInAnyOrderElementsOf(records.keySet());
    records.forEach(
        (name, type) ->
            assertThat(names("/components/schemas/" + name + "/properties"))
                .as(name)
                .containsExactlyInAnyOrderElementsOf(properties(type).toList()));
  }

  /** As the JSON has them: those of an unwrapped record stand beside the others. */
  private static Stream<String> properties(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .flatMap(
            component ->
                component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                    ? properties(component.getType())
                    : Stream.of(component.getName()));
  }

  @Test
  void everyValueOfAnEnumIsThere() {
    assertThat(values("Sweep/properties/state")).isEqualTo(names(SweepStatus.values()));
    assertThat(values("Worker/properties/state")).isEqualTo(names(ServiceState.values()));
    assertThat(values("Worker/properties/kinds/items")).isEqualTo(names(RequestKind.values()));
  }

  private static TreeSet<String> names(String pointer) {
    TreeSet<String> names = new TreeSet<>();
    document.at(pointer).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static TreeSet<String> values(String schema) {
    TreeSet<String> values = new TreeSet<>();
    document.at("/components/schemas/" + schema + "/enum").forEach(v -> values.add(v.asText()));
    return values;
  }

  private static TreeSet<String> names(Enum<?>[] values) {
    return new TreeSet<>(Arrays.stream(values).map(Enum::name).toList());
  }
}
