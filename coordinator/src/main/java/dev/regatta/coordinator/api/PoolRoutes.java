package dev.regatta.coordinator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.scale.PoolEditor;
import dev.regatta.coordinator.scale.PoolStatus;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.http.Problem;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What the API says of pools, and how it changes them.
 *
 * @param editor empty where pools are not described in a cluster
 */
public record PoolRoutes(Supplier<List<PoolStatus>> pools, Optional<PoolEditor> editor) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?");
  private static final int MOST_BYTES = 1 << 20;

  void list(Context context) {
    context.result(Json.bytes(new Views.Pools(pools.get()))).contentType("application/json");
  }

  void put(Context context) {
    boolean created = required().put(name(context), spec(context));
    context.status(created ? HttpStatus.CREATED : HttpStatus.NO_CONTENT);
  }

  void delete(Context context) {
    String name = name(context);
    if (required().delete(name)) {
      context.status(HttpStatus.NO_CONTENT);
    } else {
      Problem.of(HttpStatus.NOT_FOUND, "There is no pool " + name, ErrorCategory.USER)
          .send(context);
    }
  }

  private PoolEditor required() {
    return editor.orElseThrow(
        () ->
            RegattaException.user(
                "This coordinator has no pools (expected: kubernetes.enabled=true)"));
  }

  private static String name(Context context) {
    String name = context.pathParam("name");
    if (!NAME.matcher(name).matches()) {
      throw RegattaException.user(
          "name: " + name + " (expected: at most 52 lower-case letters, digits and dashes)");
    }
    return name;
  }

  private static JsonNode spec(Context context) {
    try (InputStream body = context.bodyInputStream()) {
      JsonNode spec = Json.MAPPER.readTree(body.readNBytes(MOST_BYTES));
      if (spec.isObject()) {
        return spec;
      }
      throw noSpec("it is none");
    } catch (JsonProcessingException e) {
      throw noSpec(e.getOriginalMessage());
    } catch (IOException e) {
      throw noSpec(e.getMessage());
    }
  }

  private static RegattaException noSpec(String why) {
    return RegattaException.user(
        "The body is no spec of a pool (expected: a JSON object of less than 1 MiB): " + why);
  }
}
