package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonParseException;
import dev.regatta.protocol.Json;
import io.kubernetes.client.custom.QuantityFormatException;
import io.kubernetes.client.openapi.JSON;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client's models: what is written is made of them, and they refuse keys that they do not know.
 * What the server sends is read as a tree for the same reason: a newer server has keys that they do
 * not know.
 */
final class Models {
  /** Where an empty object says something. */
  private static final String MEANINGFUL = "emptyDir";

  private Models() {}

  /** A model as it is written, without the empty lists and mappings that models begin with. */
  static JsonNode tree(Object model) {
    JsonNode tree = Json.read(JSON.getGson().toJson(model), JsonNode.class);
    prune(tree);
    return tree;
  }

  private static void prune(JsonNode node) {
    node.forEach(Models::prune);
    if (node instanceof ObjectNode object) {
      List<String> empty =
          object.properties().stream()
              .filter(field -> field.getValue().isContainerNode() && field.getValue().isEmpty())
              .map(Map.Entry::getKey)
              .filter(name -> !name.equals(MEANINGFUL))
              .toList();
      object.remove(empty);
    }
  }

  static <T> List<T> list(List<Map<String, Object>> values, Class<T> type) {
    return values.stream().map(value -> model(value, type)).toList();
  }

  /**
   * @throws IllegalArgumentException where it has keys that the model lacks, or lacks some
   */
  static <T> T model(Object value, Class<T> type) {
    return JSON.getGson().fromJson(Json.text(value), type);
  }

  /** Why a value is none of a model. */
  static Optional<String> problem(Object value, Class<?> type) {
    try {
      model(value, type);
      return Optional.empty();
    } catch (IllegalArgumentException | JsonParseException | QuantityFormatException e) {
      String message = String.valueOf(e.getMessage());
      int json = message.indexOf(" JSON: ");
      return Optional.of(json < 0 ? message : message.substring(0, json));
    }
  }
}
