package dev.regatta.service.http;

import dev.regatta.protocol.RegattaException;
import dev.regatta.service.settings.Rule;
import dev.regatta.service.settings.Secret;
import dev.regatta.service.settings.Setting;
import dev.regatta.service.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Where a service listens.
 *
 * @param port 0 for any free one
 * @param tokens that are let in; none only on the loopback address
 */
public record HttpSettings(String host, int port, Tokens tokens) {
  public static final Setting<Optional<Integer>> PORT =
      Setting.integer(
              "http.port",
              0,
              65_535,
              "Port of /healthz, /readyz and /metrics; 0 takes any free one, without it nothing"
                  + " listens")
          .optional();

  public static final Setting<String> HOST =
      Setting.text("http.host", "Address to listen on; one beyond this machine needs tokens")
          .withDefault("127.0.0.1");

  public static final Setting<Optional<Secret>> TOKENS =
      Setting.secret(
          "http.tokens",
          "File with the bearer tokens that are let in, one a line: viewer TOKEN or operator TOKEN");

  public static final List<Setting<?>> ALL = List.of(PORT, HOST, TOKENS);

  /** Nothing listens to other machines without tokens, and tokens can be read. */
  public static final Rule RULE = new Rule(ALL, HttpSettings::of);

  public HttpSettings {
    if (tokens.isEmpty() && !loopback(host)) {
      throw RegattaException.user(
          "http.host: "
              + host
              + " can be reached from other machines and there are no tokens (expected: 127.0.0.1,"
              + " or http.tokens-file)");
    }
  }

  /**
   * Empty where the service shall not listen.
   *
   * @throws RegattaException USER where it would listen to other machines without tokens, or tokens
   *     are wrong
   */
  public static Optional<HttpSettings> of(Settings settings) {
    return settings
        .get(PORT)
        .map(
            port ->
                new HttpSettings(
                    settings.get(HOST),
                    port,
                    settings.get(TOKENS).map(Tokens::parse).orElse(Tokens.NONE)));
  }

  boolean loopback() {
    return loopback(host);
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw RegattaException.user(
          "http.host: " + host + " is unknown (expected: an address or name of this machine)");
    }
  }
}
