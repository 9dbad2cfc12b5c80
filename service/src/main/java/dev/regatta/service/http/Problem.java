package dev.regatta.service.http;

import dev.regatta.protocol.Json;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** An error as RFC 9457 has it: {@code application/problem+json}. */
public record Problem(String type, String title, int status, String detail) {

  public static Problem of(HttpStatus status, String detail) {
    return new Problem("about:blank", status.getMessage(), status.getCode(), detail);
  }

  /** Makes this the response. */
  public void send(Context context) {
    context.status(status).result(Json.bytes(this)).contentType("application/problem+json");
  }
}
