package dev.regatta.service.http;

import io.javalin.security.RouteRole;

/** What the bearer of a token may do; each may also do what those before it may. */
public enum Role implements RouteRole {
  /** Look. */
  VIEWER,
  /** Look and change. */
  OPERATOR;

  public boolean permits(Role needed) {
    return compareTo(needed) >= 0;
  }
}
