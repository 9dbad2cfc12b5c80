package dev.regatta.store.s3;

import dev.regatta.protocol.RegattaException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How an object store is reached. Credentials are no setting: the SDK finds them.
 *
 * @param endpoint address of the server; empty for AWS, or for what the SDK is configured with
 * @param region empty for what the SDK is configured with; a server of one's own takes any
 * @param pathStyle whether the bucket is part of the path and not of the host's name
 */
record S3Settings(Optional<URI> endpoint, Optional<String> region, boolean pathStyle) {
  private static final String ENDPOINT = "s3.endpoint";
  private static final String REGION = "s3.region";
  private static final String PATH_STYLE = "s3.path-style";

  /** By default the path has the bucket wherever an endpoint is given. */
  static S3Settings of(Function<String, Optional<String>> settings) {
    Optional<URI> endpoint = settings.apply(ENDPOINT).map(S3Settings::endpoint);
    return new S3Settings(
        endpoint,
        settings.apply(REGION),
        settings.apply(PATH_STYLE).map(S3Settings::flag).orElse(endpoint.isPresent()));
  }

  Map<String, String> hadoop() {
    Map<String, String> hadoop = new LinkedHashMap<>();
    endpoint.ifPresent(uri -> hadoop.put("regatta." + ENDPOINT, uri.toString()));
    region.ifPresent(name -> hadoop.put("regatta." + REGION, name));
    hadoop.put("regatta." + PATH_STYLE, Boolean.toString(pathStyle));
    return hadoop;
  }

  private static URI endpoint(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw wrong(ENDPOINT, "that is no URI", "such as https://s3.example.org:9000");
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
      // The value may hold a password.
      throw wrong(
          ENDPOINT, "that cannot be used", "http or https, a host, and no user or password");
    }
    return uri;
  }

  private static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(PATH_STYLE, "of " + text, "true or false");
    }
    return text.equals("true");
  }

  private static RegattaException wrong(String key, String value, String expected) {
    return RegattaException.user(
        "Setting regatta.%s: a value %s (expected: %s)".formatted(key, value, expected));
  }
}
