package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.kubernetes.PodState.Blocked;
import dev.regatta.protocol.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a pool's status says.
 *
 * @param refusal what is wrong with the pool: its own problems, or why Kubernetes does not take it
 * @param desired replicas that are wanted
 * @param outstanding requests that wait or are worked on
 * @param decision why so many replicas are wanted
 */
record PoolStatus(
    ModelPool pool,
    PoolState state,
    Optional<Condition> refusal,
    int desired,
    OptionalLong outstanding,
    String decision) {

  /** Blocked replicas that are listed one by one. */
  private static final int LISTED = 20;

  private static final int LONGEST_MESSAGE = 1024;

  /** A condition but for its type and time. */
  record Condition(boolean status, String reason, String message) {}

  /** As it is to be applied; conditions that are as before keep their time. */
  ObjectNode toJson(Instant now) {
    ObjectNode status = Json.MAPPER.createObjectNode();
    status.put("observedGeneration", pool.generation());
    status.put("replicas", state.replicas());
    status.put("ready", state.ready());
    status.put("starting", state.starting());
    status.put("desired", desired);
    outstanding.ifPresent(count -> status.put("outstanding", count));
    if (!decision.isEmpty()) {
      status.put("reason", decision);
    }
    ArrayNode blocked = status.putArray("blocked");
    state.blocked().entrySet().stream()
        .limit(LISTED)
        .forEach(
            entry ->
                blocked
                    .addObject()
                    .put("pod", entry.getKey())
                    .put("reason", entry.getValue().reason())
                    .put("message", cut(entry.getValue().message())));
    ArrayNode conditions = status.putArray("conditions");
    conditions.add(condition("Accepted", accepted(), now));
    conditions.add(condition("Scheduled", scheduled(), now));
    conditions.add(condition("Ready", ready(), now));
    // Numbers as they are read, so that they compare.
    return Json.read(Json.bytes(status), ObjectNode.class);
  }

  /** Whether it says something else than the status that is there, but for the outstanding work. */
  static boolean differs(ObjectNode wanted, JsonNode present) {
    ObjectNode without = wanted.deepCopy();
    without.remove("outstanding");
    JsonNode old = present.deepCopy();
    if (old instanceof ObjectNode object) {
      object.remove("outstanding");
      // Lists that are empty are not kept by the server.
      object.withArray("blocked");
    }
    return !without.equals(old);
  }

  private Condition accepted() {
    return refusal.orElseGet(() -> new Condition(true, "Valid", ""));
  }

  private Condition scheduled() {
    return first("Unschedulable")
        .map(why -> new Condition(false, why.reason(), why.message()))
        .orElseGet(() -> new Condition(true, "Scheduled", ""));
  }

  private Condition ready() {
    if (refusal.isPresent() && state.ready() == 0) {
      return new Condition(false, "NotAccepted", "");
    }
    if (!state.blocked().isEmpty()) {
      Map.Entry<String, Blocked> first = state.blocked().entrySet().iterator().next();
      return new Condition(
          false,
          first.getValue().reason(),
          state.blocked().size()
              + " blocked, the first is "
              + first.getKey()
              + ": "
              + first.getValue().message());
    }
    if (state.ready() < desired) {
      return new Condition(false, "Starting", state.ready() + " of " + desired + " are ready");
    }
    return new Condition(true, desired == 0 ? "ScaledToZero" : "AllReady", "");
  }

  private Optional<Blocked> first(String reason) {
    return state.blocked().values().stream().filter(why -> why.reason().equals(reason)).findFirst();
  }

  private ObjectNode condition(String type, Condition condition, Instant now) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("type", type);
    json.put("status", condition.status() ? "True" : "False");
    json.put("reason", condition.reason());
    json.put("message", cut(condition.message()));
    json.put("observedGeneration", pool.generation());
    json.put("lastTransitionTime", since(json, now));
    return json;
  }

  private String since(ObjectNode condition, Instant now) {
    for (JsonNode old : pool.status().path("conditions")) {
      if (List.of("type", "status").stream()
          .allMatch(key -> old.path(key).equals(condition.path(key)))) {
        return old.path("lastTransitionTime").asText();
      }
    }
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }
}
