package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;

/** The events of a watch, one after the other. */
final class KubeWatch implements AutoCloseable {
  private final Call call;
  private final Response response;
  private final BufferedSource lines;
  private final String what;
  private final KubeResource resource;

  /**
   * @param type ADDED, MODIFIED, DELETED, or BOOKMARK with nothing but a resource version
   */
  record Event(String type, JsonNode object) {}

  KubeWatch(Call call, Response response, String what, KubeResource resource) {
    this.call = call;
    this.response = response;
    this.lines = response.body().source();
    this.what = what;
    this.resource = resource;
  }

  /**
   * Waits for the next one; empty where the watch has ended.
   *
   * @throws KubeException gone where the server cannot go on from the resource version
   */
  Optional<Event> next() {
    try {
      String line = lines.readUtf8Line();
      if (line == null) {
        return Optional.empty();
      }
      JsonNode event = Json.MAPPER.readTree(line);
      JsonNode object = event.path("object");
      if (event.path("type").asText().equals("ERROR")) {
        throw KubeException.refused(
            object.path("code").asInt(500), what, resource, object.path("message").asText());
      }
      return Optional.of(new Event(event.path("type").asText(), object));
    } catch (IOException e) {
      throw KubeException.unanswered(what, e);
    }
  }

  /** Ends it; may be called by another thread than the one that waits. */
  void cancel() {
    call.cancel();
  }

  @Override
  public void close() {
    response.close();
  }
}
