package dev.regatta.service.http;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/**
 * An error as RFC 9457 has it: {@code application/problem+json}.
 *
 * @param category who has to act; null where the status says it all
 */
public record Problem(
    String type, String title, int status, String detail, ErrorCategory category) {

  public static Problem of(HttpStatus status, String detail) {
    return of(status, detail, null);
  }

  public static Problem of(HttpStatus status, String detail, ErrorCategory category) {
    return new Problem("about:blank", status.getMessage(), status.getCode(), detail, category);
  }

  /** Makes this the response. */
  public void send(Context context) {
    context.status(status).result(Json.bytes(this)).contentType("application/problem+json");
  }
}
