package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Requests to the API server of one namespace. Connection and credentials are the official
 * client's. Answers are trees: its models refuse what a newer server says.
 */
final class KubeApi {
  /** Owner of the fields that are applied. */
  static final String FIELD_MANAGER = "regatta";

  private static final String APPLY = "application/apply-patch+yaml";
  private static final String MERGE = "application/merge-patch+json";
  private static final String JSON = "application/json";

  /** The server ends a watch by itself after this. */
  private static final int WATCH_SECONDS = 300;

  /** Of a watch that lives something comes every minute. */
  private static final Duration WATCH_SILENCE = Duration.ofSeconds(150);

  private final ApiClient client;
  private final String namespace;
  private final OkHttpClient http;
  private final OkHttpClient watching;

  /**
   * @param timeout of every request but watches
   */
  KubeApi(ApiClient client, String namespace, Duration timeout) {
    this.client = client;
    this.namespace = namespace;
    OkHttpClient given = client.getHttpClient();
    this.http = given.newBuilder().callTimeout(timeout).build();
    this.watching = given.newBuilder().readTimeout(WATCH_SILENCE).build();
  }

  KubeApi withTimeout(Duration timeout) {
    return new KubeApi(client, namespace, timeout);
  }

  String namespace() {
    return namespace;
  }

  JsonNode get(KubeResource resource, String name) {
    return send(resource, request("GET", resource, "/" + name, List.of(), "", null));
  }

  /**
   * @param selectors of labels and fields, as the API has them
   */
  JsonNode list(KubeResource resource, Map<String, String> selectors) {
    return send(resource, request("GET", resource, "", pairs(selectors), "", null));
  }

  JsonNode create(KubeResource resource, JsonNode object) {
    return send(resource, request("POST", resource, "", List.of(), JSON, object));
  }

  /** Refused with a conflict where it has another resource version by now. */
  JsonNode replace(KubeResource resource, String name, JsonNode object) {
    return send(resource, request("PUT", resource, "/" + name, List.of(), JSON, object));
  }

  /** Server-side apply; takes fields over that have another owner. */
  JsonNode apply(KubeResource resource, String name, JsonNode object) {
    return applied(resource, "/" + name, object);
  }

  JsonNode applyStatus(KubeResource resource, String name, JsonNode object) {
    return applied(resource, "/" + name + "/status", object);
  }

  JsonNode merge(KubeResource resource, String name, JsonNode change) {
    return send(resource, request("PATCH", resource, "/" + name, List.of(), MERGE, change));
  }

  void delete(KubeResource resource, String name) {
    send(resource, request("DELETE", resource, "/" + name, List.of(), "", null));
  }

  /** Events from a resource version on; to be closed. */
  KubeWatch watch(KubeResource resource, Map<String, String> selectors, String version) {
    Map<String, String> query = new HashMap<>(selectors);
    query.put("watch", "true");
    query.put("allowWatchBookmarks", "true");
    query.put("timeoutSeconds", Integer.toString(WATCH_SECONDS));
    query.put("resourceVersion", version);
    Request request = request("GET", resource, "", pairs(query), "", null);
    String what = what("watch", resource);
    try {
      Call call = watching.newCall(request);
      Response response = call.execute();
      if (!response.isSuccessful()) {
        try (response) {
          throw KubeException.refused(response.code(), what, resource, message(response));
        }
      }
      return new KubeWatch(call, response, what, resource);
    } catch (IOException e) {
      throw KubeException.unanswered(what, e);
    }
  }

  private JsonNode applied(KubeResource resource, String path, JsonNode object) {
    List<Pair> query = List.of(new Pair("fieldManager", FIELD_MANAGER), new Pair("force", "true"));
    return send(resource, request("PATCH", resource, path, query, APPLY, object));
  }

  private static List<Pair> pairs(Map<String, String> query) {
    return query.entrySet().stream()
        .map(entry -> new Pair(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Request request(
      String method,
      KubeResource resource,
      String below,
      List<Pair> query,
      String contentType,
      JsonNode body) {
    Map<String, String> headers = new HashMap<>(Map.of("Accept", JSON));
    if (!contentType.isEmpty()) {
      headers.put("Content-Type", contentType);
    }
    try {
      return client.buildRequest(
          null,
          resource.path(namespace) + below,
          method,
          query,
          List.of(),
          body == null ? null : Json.bytes(body),
          headers,
          new HashMap<>(),
          new HashMap<>(),
          new String[] {"BearerToken"},
          null);
    } catch (ApiException e) {
      throw KubeException.unanswered(what(method, resource), e);
    }
  }

  private JsonNode send(KubeResource resource, Request request) {
    String what = what(request.method(), resource);
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw KubeException.refused(response.code(), what, resource, message(response));
      }
      return Json.MAPPER.readTree(response.body().byteStream());
    } catch (IOException e) {
      throw KubeException.unanswered(what, e);
    }
  }

  private static String message(Response response) throws IOException {
    String body = response.body().string();
    try {
      JsonNode status = Json.MAPPER.readTree(body);
      return status.path("message").asText(body);
    } catch (JsonProcessingException e) {
      return body.strip();
    }
  }

  private String what(String method, KubeResource resource) {
    String verb =
        switch (method) {
          case "POST" -> "create";
          case "PUT" -> "update";
          case "GET" -> "read";
          default -> method.toLowerCase(Locale.ROOT);
        };
    return verb + " " + resource.qualified() + " in namespace " + namespace;
  }
}
