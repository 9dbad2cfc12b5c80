package dev.regatta.cli;

import dev.regatta.protocol.HttpAddress;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which coordinator a command talks to, and with which token. */
final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Address of a coordinator. Default: $REGATTA_SERVER.")
  private Optional<String> server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the bearer token. Default: $REGATTA_TOKEN_FILE, else $REGATTA_TOKEN.")
  private Optional<Path> tokenFile;

  /** Whether the command line itself names a coordinator. */
  boolean given() {
    return server.isPresent();
  }

  /**
   * @throws RegattaException USER where no coordinator is named or the token cannot be read
   */
  ApiClient client() {
    String url =
        server
            .or(() -> variable("REGATTA_SERVER"))
            .orElseThrow(
                () ->
                    RegattaException.user(
                        "No coordinator is named (expected: --server URL or $REGATTA_SERVER)"));
    URI address =
        HttpAddress.parse(url)
            .orElseThrow(
                () ->
                    RegattaException.user(
                        "--server or $REGATTA_SERVER: no address such as http://localhost:8090"
                            + " (a token goes into --token-file)"));
    return new ApiClient(address, token());
  }

  private Optional<String> token() {
    Optional<Path> file = tokenFile.or(() -> variable("REGATTA_TOKEN_FILE").map(Path::of));
    if (file.isEmpty()) {
      return variable("REGATTA_TOKEN").map(token -> checked(token, "$REGATTA_TOKEN"));
    }
    try {
      String token = Files.readString(file.get());
      return Optional.of(checked(token, "--token-file: " + file.get()));
    } catch (IOException e) {
      throw RegattaException.user(
          "--token-file: cannot read " + file.get() + " (expected: a file with a token)");
    }
  }

  /** Java would show what does not fit into a header. */
  private static String checked(String text, String from) {
    String token = text.strip();
    if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
      throw RegattaException.user(from + " has no token (expected: one line of text)");
    }
    return token;
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
