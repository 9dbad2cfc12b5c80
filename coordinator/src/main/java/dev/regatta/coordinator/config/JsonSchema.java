package dev.regatta.coordinator.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** JSON Schema (draft 2020-12) of the files that {@link Binder} takes for a record. */
public final class JsonSchema {
  private final ObjectNode definitions = Json.MAPPER.createObjectNode();
  private final Map<Class<?>, String> names = new HashMap<>();

  private JsonSchema() {}

  /**
   * The schema as indented JSON text, which ends with a line feed.
   *
   * @param title what an editor shows
   */
  public static String of(Class<?> type, String title) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", title);
    JsonSchema schema = new JsonSchema();
    root.setAll(schema.record(type));
    ObjectNode sorted = Json.MAPPER.createObjectNode();
    Map<String, JsonNode> byName = new TreeMap<>();
    schema.definitions.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
    sorted.setAll(byName);
    root.set("$defs", sorted);
    return root.toPrettyString().replace("\r\n", "\n") + "\n";
  }

  private ObjectNode record(Class<?> type) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("type", "object");
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = Json.MAPPER.createArrayNode();
    for (KeySpec key : KeySpec.keys(type)) {
      properties.set(key.name(), property(key));
      if (key.required()) {
        required.add(key.name());
      }
    }
    if (!required.isEmpty()) {
      node.set("required", required);
    }
    node.put("additionalProperties", KeySpec.hasRest(type));
    return node;
  }

  private ObjectNode property(KeySpec key) {
    ObjectNode node = type(key.type(), key.key());
    if (key.key() != null) {
      node.put("description", key.key().value());
      if (!key.key().byDefault().isEmpty()) {
        Problems none = new Problems();
        Object value =
            ConfigFile.parse(key.key().byDefault(), "default", none)
                .map(text -> new NodeBinder("", none, new TreeMap<>()).bind(text, Object.class, ""))
                .orElseThrow();
        node.set("default", Json.MAPPER.valueToTree(value));
      }
    }
    return node;
  }

  private ObjectNode type(Type type, Key key) {
    Class<?> raw = KeySpec.raw(type);
    if (raw == Optional.class) {
      return type(KeySpec.argument(type), key);
    }
    if (raw == List.class) {
      return list(type(KeySpec.argument(type), key));
    }
    ObjectNode node = Json.MAPPER.createObjectNode();
    if (raw == Map.class) {
      node.put("type", "object");
      node.set("additionalProperties", type(KeySpec.argument(type), null));
    } else if (raw.isRecord()) {
      node.put("$ref", "#/$defs/" + define(raw));
    } else if (raw != Object.class) {
      scalar(node, raw, key);
    }
    return node;
  }

  /** One item alone stands for a list of one. */
  private static ObjectNode list(ObjectNode item) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    ObjectNode array = Json.MAPPER.createObjectNode().put("type", "array");
    array.set("items", item);
    node.putArray("anyOf").add(array).add(item.deepCopy());
    return node;
  }

  private String define(Class<?> type) {
    if (!names.containsKey(type)) {
      String name = type.getSimpleName();
      if (names.containsValue(name)) {
        throw RegattaException.internal("Two records are called " + name, null);
      }
      names.put(type, name);
      ObjectNode full = record(type);
      Optional<String> shorthand = KeySpec.shorthand(type);
      ObjectNode node = full;
      if (shorthand.isPresent()) {
        node = Json.MAPPER.createObjectNode();
        ObjectNode text = Json.MAPPER.createObjectNode().put("type", "string");
        text.put("description", "Short for the key " + shorthand.get() + " alone");
        node.putArray("anyOf").add(text).add(full);
      }
      definitions.set(name, node);
    }
    return names.get(type);
  }

  private static void scalar(ObjectNode node, Class<?> type, Key key) {
    if (type.isEnum()) {
      KeySpec.constants(type).forEach(node.withArray("enum")::add);
    } else if (type == String.class) {
      node.put("type", "string");
      if (key != null && key.oneOf().length > 0) {
        List.of(key.oneOf()).forEach(node.withArray("enum")::add);
      }
    } else if (type == Boolean.class || type == boolean.class) {
      node.put("type", "boolean");
    } else {
      boolean decimal = type == Double.class || type == double.class;
      node.put("type", decimal ? "number" : "integer");
      bounds(node, key);
    }
  }

  private static void bounds(ObjectNode node, Key key) {
    if (key != null && !Double.isInfinite(key.min())) {
      bound(node, "minimum", key.min());
    }
    if (key != null && !Double.isInfinite(key.max())) {
      bound(node, "maximum", key.max());
    }
  }

  private static void bound(ObjectNode node, String name, double value) {
    if (value == Math.rint(value)) {
      node.put(name, (long) value);
    } else {
      node.put(name, value);
    }
  }
}
