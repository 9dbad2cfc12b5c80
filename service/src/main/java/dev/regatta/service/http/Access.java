package dev.regatta.service.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who is let in: the bearer of a token, or without tokens every program of this machine. */
final class Access {
  private static final String BEARER = "Bearer ";
  private static final Pattern PORT = Pattern.compile(":\\d+$");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d+){3}|\\[::1]");

  private Access() {}

  static void check(JavalinConfig config, HttpSettings settings) {
    Tokens tokens = settings.tokens();
    if (tokens.isEmpty()) {
      config.routes.before(context -> refuseWebPages(context, settings.host()));
      return;
    }
    config.routes.beforeMatched(
        context -> {
          for (Object role : context.routeRoles()) {
            if (role instanceof Role needed) {
              require(needed, context, tokens);
            }
          }
        });
  }

  /**
   * A browser lets pages from anywhere ask this machine. It names their origin, or asks for a host
   * of theirs whose name leads here.
   */
  private static void refuseWebPages(Context context, String own) {
    String asked = context.host() == null ? own : context.host();
    String host = PORT.matcher(asked).replaceFirst("");
    boolean ours = host.equals(own) || LOOPBACK.matcher(host).matches();
    if (!ours || context.header("Origin") != null) {
      throw new HttpResponseException(
          HttpStatus.FORBIDDEN.getCode(),
          "Web pages may not ask a service without tokens (expected: a program on this machine, or"
              + " http.tokens-file)");
    }
  }

  private static void require(Role needed, Context context, Tokens tokens) {
    Optional<Role> role =
        Optional.ofNullable(context.header("Authorization"))
            .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .flatMap(header -> tokens.role(header.substring(BEARER.length()).strip()));
    if (role.isEmpty()) {
      context.header("WWW-Authenticate", "Bearer");
      throw new HttpResponseException(
          HttpStatus.UNAUTHORIZED.getCode(),
          "A valid token is needed: Authorization: Bearer TOKEN");
    }
    if (!role.get().permits(needed)) {
      throw new HttpResponseException(
          HttpStatus.FORBIDDEN.getCode(),
          "The token's role is " + role.get() + " and " + needed + " is needed");
    }
  }
}
