package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.Json;
import dev.regatta.worker.runtime.openai.FakeServer.Call;
import dev.regatta.worker.runtime.openai.FakeServer.End;
import dev.regatta.worker.runtime.openai.FakeServer.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Recorded exchanges of an engine from {@code shared/wire}, which may lie beside the checkout. A
 * request gets the answer that was recorded for the same question; what differs in sampling
 * parameters at their usual values, and in how many log-probabilities are wanted, is the same.
 */
final class Recording implements FakeServer.Handler {
  private static final List<String> DECIDING =
      List.of("prompt", "messages", "max_tokens", "tokens", "stop");
  private static final List<String> DECIDING_BY_PRESENCE =
      List.of("echo", "prompt_logprobs", "stream");

  private final Map<String, JsonNode> exchanges = new TreeMap<>();

  /** Aborts the test where the recordings are not there. */
  static Recording of(String engine) {
    for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
      Path folder = place.resolve("shared").resolve("wire").resolve(engine);
      if (Files.isDirectory(folder)) {
        return new Recording(folder);
      }
    }
    Assumptions.abort("No shared/wire/" + engine + " beside the checkout");
    throw new IllegalStateException();
  }

  private Recording(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".json", "");
        exchanges.put(name, Json.MAPPER.readTree(file.toFile()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode exchange(String name) {
    return exchanges.get(name);
  }

  JsonNode request(String name) {
    return exchange(name).at("/request/body");
  }

  Response response(String name) {
    return response(exchange(name).get("response"));
  }

  private static Response response(JsonNode recorded) {
    String type = recorded.at("/headers/content-type").asText("text/plain");
    if (type.startsWith("text/event-stream")) {
      // Events end with an empty line; each goes out in a chunk of its own.
      List<byte[]> events =
          Arrays.stream(recorded.get("text").asText().split("(?<=\n\n)"))
              .map(event -> event.getBytes(StandardCharsets.UTF_8))
              .toList();
      return new Response(200, Map.of("Content-Type", type), events, End.WELL);
    }
    String body =
        recorded.has("body") ? recorded.get("body").toString() : recorded.get("text").asText();
    return Response.of(recorded.get("status").asInt(), type, body);
  }

  @Override
  public Response handle(Call call) {
    for (JsonNode exchange : exchanges.values()) {
      JsonNode asked = exchange.get("request");
      if (asked.get("path").asText().equals(call.path())
          && asked.get("method").asText().equals(call.method())) {
        if (call.body() == null || same(asked.get("body"), call.body())) {
          return response(exchange.get("response"));
        }
        int place = placeInBatch(asked.get("body"), call.body());
        if (place >= 0 && exchange.at("/response/status").asInt() == 200) {
          return Response.json(one(exchange.at("/response/body"), place));
        }
      }
    }
    return ToyServer.refused(400, "this was not recorded: " + call.path() + " " + call.body());
  }

  private static boolean same(JsonNode recorded, JsonNode given) {
    return given.path("n").asInt(1) == 1
        && DECIDING.stream().allMatch(key -> recorded.path(key).equals(given.path(key)))
        && DECIDING_BY_PRESENCE.stream().allMatch(key -> recorded.has(key) == given.has(key));
  }

  /** Where a single prompt stands in a recorded list of prompts; -1 where it does not. */
  private static int placeInBatch(JsonNode recorded, JsonNode given) {
    JsonNode prompts = recorded.path("prompt");
    for (int i = 0; i < prompts.size(); i++) {
      if (prompts.get(i).equals(given.path("prompt"))) {
        ObjectNode alone = recorded.deepCopy();
        alone.set("prompt", prompts.get(i));
        return same(alone, given) ? i : -1;
      }
    }
    return -1;
  }

  /** The answer that one prompt of a list would have had; each generated one token. */
  private static ObjectNode one(JsonNode batch, int place) {
    ObjectNode body = batch.deepCopy();
    JsonNode choice = batch.path("choices").get(place);
    ObjectNode alone = choice.deepCopy();
    body.putArray("choices").add(alone.put("index", 0));
    int tokens = choice.at("/logprobs/tokens").size() - 1;
    body.putObject("usage").put("prompt_tokens", tokens).put("completion_tokens", 1);
    return body;
  }
}
