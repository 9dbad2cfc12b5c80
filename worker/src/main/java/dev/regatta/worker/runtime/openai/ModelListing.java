package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A model as {@code /v1/models} lists it.
 *
 * @param revision what stands for its weights: {@code root}, else {@code id}
 * @param owner name of the engine, where it says so; may be empty
 */
record ModelListing(String revision, String owner, OptionalInt window) {
  private static final List<String> WINDOWS =
      List.of("max_model_len", "context_length", "context_window", "max_context_length");

  /**
   * Finds a model in the server's list.
   *
   * @param reply to {@code GET /v1/models}; a server without a list, which answers 404, is believed
   *     to have the model
   * @throws RegattaException USER where the list lacks the model; names those that it has
   * @throws EngineException where there is no list now
   */
  static ModelListing find(Reply reply, String model) {
    if (reply.status() == 404 || reply.status() == 405) {
      return new ModelListing(model, "", OptionalInt.empty());
    }
    if (!reply.ok()) {
      throw Faults.of(reply);
    }
    List<String> names = new ArrayList<>();
    for (JsonNode entry : entries(reply)) {
      String id = entry.path("id").asText();
      if (id.equals(model)) {
        return of(entry, id);
      }
      names.add(id);
    }
    throw RegattaException.user(
        "openai runtime: the option model names '%s', which the server does not have%s"
            .formatted(model, Suggestion.among(model, names)));
  }

  private static JsonNode entries(Reply reply) {
    try {
      JsonNode list = Json.MAPPER.readTree(reply.body()).path("data");
      if (list.isArray()) {
        return list;
      }
    } catch (IOException e) {
      throw new EngineException(Fault.NOT_JSON, "/v1/models", e);
    }
    throw new EngineException(Fault.MALFORMED, "/v1/models has no list 'data'");
  }

  private static ModelListing of(JsonNode entry, String id) {
    String root = entry.path("root").asText("");
    return new ModelListing(
        root.isEmpty() || entry.path("root").isNull() ? id : root,
        entry.path("owned_by").asText(""),
        window(entry));
  }

  private static OptionalInt window(JsonNode entry) {
    return WINDOWS.stream()
        .map(entry::path)
        .filter(JsonNode::canConvertToInt)
        .mapToInt(JsonNode::asInt)
        .filter(tokens -> tokens > 0)
        .findFirst();
  }
}
