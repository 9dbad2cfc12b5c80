package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a pod of a pool is good for. */
sealed interface PodState {
  /** Its worker does its work. */
  record Ready() implements PodState {}

  /** It is on its way. */
  record Starting() implements PodState {}

  /** It leaves, or has ended; another one takes its place where it is missed. */
  record Leaving() implements PodState {}

  /**
   * It cannot run.
   *
   * @param reason Kubernetes' own word
   * @param message Kubernetes' own explanation
   */
  record Blocked(String reason, String message) implements PodState {}

  /** What a container waits for when nothing is wrong. */
  Set<String> USUAL = Set.of("", "ContainerCreating", "PodInitializing");

  Set<String> ENDED = Set.of("Succeeded", "Failed");

  static PodState of(JsonNode pod) {
    JsonNode status = pod.path("status");
    if (pod.path("metadata").has("deletionTimestamp")
        || ENDED.contains(status.path("phase").asText())) {
      return new Leaving();
    }
    if (condition(status, "Ready").map(each -> isTrue(each)).orElse(false)) {
      return new Ready();
    }
    return unscheduled(status)
        .or(() -> waiting(status))
        .<PodState>map(blocked -> blocked)
        .orElseGet(Starting::new);
  }

  private static Optional<Blocked> unscheduled(JsonNode status) {
    return condition(status, "PodScheduled")
        .filter(each -> !isTrue(each))
        .map(each -> new Blocked(each.path("reason").asText(), each.path("message").asText()));
  }

  private static Optional<Blocked> waiting(JsonNode status) {
    for (String containers : List.of("initContainerStatuses", "containerStatuses")) {
      for (JsonNode container : status.path(containers)) {
        JsonNode waiting = container.path("state").path("waiting");
        String reason = waiting.path("reason").asText();
        if (!USUAL.contains(reason)) {
          return Optional.of(new Blocked(reason, message(container, waiting)));
        }
      }
    }
    return Optional.empty();
  }

  /** For instance {@code worker: back-off 10s restarting ...; it ended with code 2: ...}. */
  private static String message(JsonNode container, JsonNode waiting) {
    StringBuilder text = new StringBuilder(container.path("name").asText());
    String message = waiting.path("message").asText();
    if (!message.isEmpty()) {
      text.append(": ").append(message);
    }
    JsonNode last = container.path("lastState").path("terminated");
    if (last.has("exitCode")) {
      text.append("; it ended with code ").append(last.path("exitCode").asInt());
      String words = last.path("message").asText(last.path("reason").asText()).strip();
      if (!words.isEmpty()) {
        text.append(": ").append(words);
      }
    }
    return text.toString();
  }

  private static Optional<JsonNode> condition(JsonNode status, String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  private static boolean isTrue(JsonNode condition) {
    return condition.path("status").asText().equals("True");
  }
}
