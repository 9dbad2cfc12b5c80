package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.custom.QuantityFormatException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an object of the cluster still is what was applied. As with server-side apply itself,
 * that concerns the fields that were applied; others may have added fields of their own.
 */
final class Drift {
  /** Below these, texts are quantities: the server writes them in its own way. */
  private static final Set<String> QUANTITIES = Set.of("requests", "limits");

  private Drift() {}

  /** Path of the first applied field that is not so; empty where all are. */
  static Optional<String> between(JsonNode applied, JsonNode live) {
    return compare(applied, live, "", false);
  }

  private static Optional<String> compare(
      JsonNode applied, JsonNode live, String path, boolean quantities) {
    if (applied.isObject()) {
      return objects(applied, live, path, quantities);
    }
    if (applied.isArray()) {
      return arrays(applied, live, path);
    }
    boolean same =
        applied.equals(live)
            || (quantities && sameQuantity(applied, live))
            || (applied.isNumber()
                && live.isNumber()
                && applied.decimalValue().compareTo(live.decimalValue()) == 0);
    return same ? Optional.empty() : Optional.of(path);
  }

  private static Optional<String> objects(
      JsonNode applied, JsonNode live, String path, boolean quantities) {
    for (Map.Entry<String, JsonNode> field : applied.properties()) {
      String name = field.getKey();
      Optional<String> drift =
          compare(
              field.getValue(),
              live.path(name),
              path.isEmpty() ? name : path + "." + name,
              quantities || QUANTITIES.contains(name));
      if (drift.isPresent()) {
        return drift;
      }
    }
    // An empty object that is applied is one that must be there.
    return live.isObject() ? Optional.empty() : Optional.of(path);
  }

  private static Optional<String> arrays(JsonNode applied, JsonNode live, String path) {
    for (int i = 0; i < applied.size(); i++) {
      JsonNode item = applied.get(i);
      String at = path + "[" + i + "]";
      JsonNode same = item.path("name").isTextual() ? named(live, item) : live.path(i);
      Optional<String> drift = compare(item, same, at, false);
      if (drift.isPresent()) {
        return drift;
      }
    }
    return Optional.empty();
  }

  /** Items with a name are found by it: others may stand between them. */
  private static JsonNode named(JsonNode live, JsonNode item) {
    for (JsonNode each : live) {
      if (each.path("name").equals(item.path("name")) && sameMount(each, item)) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }

  private static boolean sameMount(JsonNode one, JsonNode other) {
    return one.path("mountPath").equals(other.path("mountPath"));
  }

  private static boolean sameQuantity(JsonNode one, JsonNode other) {
    try {
      return Quantity.fromString(one.asText())
              .getNumber()
              .compareTo(Quantity.fromString(other.asText()).getNumber())
          == 0;
    } catch (QuantityFormatException | IllegalArgumentException e) {
      return false;
    }
  }
}
