package dev.regatta.fetch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An address and what authorises us there. Credentials never stay in the address, so it can be
 * shown.
 */
record Target(URI uri, Optional<String> authorization) {

  /** Splits {@code user:password@} off and makes basic authentication of it. */
  static Target of(String url) {
    URI uri = URI.create(url);
    String user = uri.getUserInfo();
    if (user == null) {
      return new Target(uri, Optional.empty());
    }
    URI clean = URI.create(redact(url));
    String pair = user.contains(":") ? user : user + ":";
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return new Target(clean, Optional.of("Basic " + encoded));
  }

  /** The same authority's other address keeps the authorisation; anyone else's does not. */
  Target resolve(String reference) {
    Target next = of(uri.resolve(reference).toString());
    if (next.authorization.isPresent() || !trusts(next.uri)) {
      return next;
    }
    return new Target(next.uri, authorization);
  }

  private boolean trusts(URI other) {
    return uri.getScheme().equalsIgnoreCase(other.getScheme())
        && uri.getHost().equalsIgnoreCase(other.getHost())
        && port(uri) == port(other);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  /** Any text with the credentials of the addresses in it removed. */
  static String redact(String text) {
    return text.replaceAll("://[^/@\\s]*@", "://");
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
