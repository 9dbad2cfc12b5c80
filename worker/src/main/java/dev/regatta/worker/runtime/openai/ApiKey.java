package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The secret that a server asks for. Only ever turned into a header; its text shows nothing. */
final class ApiKey {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String value;

  private ApiKey(String value) {
    this.value = value;
  }

  /**
   * The key that the options name.
   *
   * @param environment of this process
   * @throws RegattaException USER where the variable or file has none; names it, never the key
   */
  static Optional<ApiKey> of(OpenAiOptions options, Map<String, String> environment) {
    if (options.apiKeyEnv().isPresent()) {
      String name = options.apiKeyEnv().get();
      if (!VARIABLE.matcher(name).matches()) {
        // Not shown: it may be the key itself.
        throw RegattaException.user(
            "openai runtime: api_key_env is not the name of a variable (expected: letters, digits"
                + " and _; the key itself stands in that variable)");
      }
      return Optional.of(
          key(environment.get(name), "api_key_env: the environment has no variable " + name));
    }
    return options.apiKeyFile().map(file -> key(read(file), "api_key_file: no key in " + file));
  }

  private static ApiKey key(String text, String problem) {
    String value = text == null ? "" : text.strip();
    if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
      throw RegattaException.user("openai runtime: " + problem + " (expected: one line of text)");
    }
    return new ApiKey(value);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw RegattaException.user(
          "openai runtime: api_key_file: cannot read " + file + " (expected: a file with the key)");
    }
  }

  /** Value of the header {@code Authorization}. */
  String authorization() {
    return "Bearer " + value;
  }

  @Override
  public String toString() {
    return "API key";
  }
}
