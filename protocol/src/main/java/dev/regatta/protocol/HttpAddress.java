package dev.regatta.protocol;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Addresses of servers as users write them. */
public final class HttpAddress {
  private static final int MOST_PORT = 65_535;

  private HttpAddress() {}

  /**
   * Reads {@code http://HOST[:PORT][/PATH]}, or the same with {@code https}; slashes at the end are
   * left out.
   *
   * @return empty where the text is anything else. A message must not show it then: what is wrong
   *     may be a password before an @
   */
  public static Optional<URI> parse(String text) {
    if (!text.matches("https?://[^/?#@]+(/[^?#]*)?")) {
      return Optional.empty();
    }
    try {
      URI address = new URI(text.replaceFirst("/+$", ""));
      // Java has no host where the name is none, as with an underscore.
      return address.getHost() == null || address.getPort() > MOST_PORT
          ? Optional.empty()
          : Optional.of(address);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
