package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.scale.PoolEditor;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.util.Optional;

/** Changes the custom resources: they are all that is known of pools. */
final class KubernetesPoolEditor implements PoolEditor {
  private final KubeApi api;

  KubernetesPoolEditor(KubeApi api) {
    this.api = api;
  }

  @Override
  public boolean put(String name, JsonNode spec) {
    ObjectNode resource = Json.MAPPER.createObjectNode();
    resource.put("apiVersion", ModelPool.API_VERSION).put("kind", ModelPool.KIND);
    resource.putObject("metadata").put("name", name);
    resource.set("spec", spec);
    ModelPool pool = ModelPool.of(resource);
    if (!pool.valid()) {
      throw RegattaException.user("Pool " + name + ": " + String.join("; ", pool.problems()));
    }
    try {
      return write(name, resource);
    } catch (KubeException e) {
      throw e.invalid() ? RegattaException.user(e.getMessage()) : e;
    }
  }

  private boolean write(String name, ObjectNode resource) {
    Optional<JsonNode> present = get(name);
    if (present.isEmpty()) {
      api.create(KubeResource.POOLS, resource);
      return true;
    }
    ObjectNode changed = present.get().deepCopy();
    changed.set("spec", resource.get("spec"));
    api.replace(KubeResource.POOLS, name, changed);
    return false;
  }

  private Optional<JsonNode> get(String name) {
    try {
      return Optional.of(api.get(KubeResource.POOLS, name));
    } catch (KubeException e) {
      if (e.notFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public boolean delete(String name) {
    try {
      api.delete(KubeResource.POOLS, name);
      return true;
    } catch (KubeException e) {
      if (e.notFound()) {
        return false;
      }
      throw e;
    }
  }
}
