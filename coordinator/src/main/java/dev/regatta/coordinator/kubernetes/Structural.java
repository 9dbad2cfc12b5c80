package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.Json;
import java.util.List;

/**
 * A JSON Schema as Kubernetes wants schemas: without references and alternatives, and with what is
 * unknown left to it, which cuts it off.
 */
final class Structural {
  private final JsonNode schema;

  Structural(JsonNode schema) {
    this.schema = schema;
  }

  ObjectNode root() {
    return convert(schema);
  }

  private ObjectNode convert(JsonNode node) {
    ObjectNode made = Json.MAPPER.createObjectNode();
    JsonNode resolved = resolved(node);
    made.set("type", resolved.path("type"));
    copy(node, made, List.of("description"));
    copy(resolved, made, List.of("default", "enum", "minimum", "maximum", "required"));
    if (resolved.has("properties")) {
      properties(resolved, made);
    } else if (resolved.path("type").asText().equals("array")) {
      made.set("items", convert(resolved.path("items")));
    } else if (resolved.path("type").asText().equals("object")) {
      anyKeys(resolved, made);
    }
    return made;
  }

  /** The schema that a reference names; of a list or one of its items, the list. */
  private JsonNode resolved(JsonNode node) {
    if (node.has("$ref")) {
      String name = node.path("$ref").asText();
      return schema.path("$defs").path(name.substring(name.lastIndexOf('/') + 1));
    }
    return node.has("anyOf") ? node.path("anyOf").path(0) : node;
  }

  private void properties(JsonNode resolved, ObjectNode made) {
    ObjectNode properties = made.putObject("properties");
    resolved
        .path("properties")
        .properties()
        .forEach(entry -> properties.set(entry.getKey(), defaulted(convert(entry.getValue()))));
  }

  /** Defaults count only inside of what is there: so what has some is there by default. */
  private static ObjectNode defaulted(ObjectNode property) {
    ObjectNode defaults = Json.MAPPER.createObjectNode();
    property
        .path("properties")
        .properties()
        .forEach(
            inner -> {
              if (inner.getValue().has("default")) {
                defaults.set(inner.getKey(), inner.getValue().get("default"));
              }
            });
    if (!defaults.isEmpty() && !property.has("required")) {
      property.set("default", defaults);
    }
    return property;
  }

  private static void anyKeys(JsonNode resolved, ObjectNode made) {
    if (resolved.path("additionalProperties").path("type").asText().equals("string")) {
      made.putObject("additionalProperties").put("x-kubernetes-int-or-string", true);
    } else {
      made.put("x-kubernetes-preserve-unknown-fields", true);
    }
  }

  private static void copy(JsonNode from, ObjectNode to, List<String> keys) {
    keys.stream().filter(from::has).forEach(key -> to.set(key, from.get(key)));
  }
}
