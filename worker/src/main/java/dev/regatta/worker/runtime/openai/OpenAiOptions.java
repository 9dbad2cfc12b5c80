package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a server is and how it is used.
 *
 * @param baseUrl {@code base_url}: address of its API, mostly ending in {@code /v1}
 * @param model {@code model}: the model's name on the server; default: its name in the sweep file
 * @param revision {@code revision}: what stands for the model's weights in request ids; default:
 *     what the server reports
 * @param apiKeyEnv {@code api_key_env}: variable of the worker's environment that holds the key
 * @param apiKeyFile {@code api_key_file}: file that holds the key
 * @param chatOnly {@code chat_only}: use nothing but chat completions; prompts are sent as a user's
 *     message
 * @param stream {@code stream}: whether answers are streamed where the server can; default true
 * @param concurrency {@code concurrency}: most requests in flight; default: what the server's
 *     gauges show to be worth while
 * @param window {@code window}: most tokens of prompt and answer together, where the server does
 *     not tell
 * @param requestTimeout {@code request_timeout_seconds}: longest wait for one answer
 * @param startTimeout {@code start_timeout_seconds}: longest wait for the first right answer
 * @param outageTimeout {@code outage_timeout_seconds}: how long requests wait here for a server
 *     that is away or turns them off, before they go back to the queue
 */
public record OpenAiOptions(
    URI baseUrl,
    String model,
    Optional<String> revision,
    Optional<String> apiKeyEnv,
    Optional<Path> apiKeyFile,
    boolean chatOnly,
    boolean stream,
    OptionalInt concurrency,
    OptionalInt window,
    Duration requestTimeout,
    Duration startTimeout,
    Duration outageTimeout) {

  /** Most requests in flight that can be asked for. */
  static final int MAX_CONCURRENCY = 16_384;

  private static final int DEFAULT_TIMEOUT_SECONDS = 600;
  private static final int MAX_TIMEOUT_SECONDS = 86_400;

  private static final List<String> KEYS =
      List.of(
          "base_url",
          "model",
          "revision",
          "api_key_env",
          "api_key_file",
          "chat_only",
          "stream",
          "concurrency",
          "window",
          "request_timeout_seconds",
          "start_timeout_seconds",
          "outage_timeout_seconds");

  /**
   * Reads options by the names above.
   *
   * @param model the model's name in the sweep file
   * @throws RegattaException USER, one message with every problem
   */
  public static OpenAiOptions of(String model, Map<String, String> options) {
    Reader reader = new Reader(options, new ArrayList<>());
    for (String key : options.keySet()) {
      if (!KEYS.contains(key)) {
        reader.problems.add("unknown option '" + key + "'" + Suggestion.among(key, KEYS));
      }
    }
    URI baseUrl = reader.address("base_url");
    OpenAiOptions read =
        new OpenAiOptions(
            baseUrl,
            options.getOrDefault("model", model),
            Optional.ofNullable(options.get("revision")),
            Optional.ofNullable(options.get("api_key_env")),
            Optional.ofNullable(options.get("api_key_file")).map(Path::of),
            reader.flag("chat_only", false),
            reader.flag("stream", true),
            reader.whole("concurrency", 1, MAX_CONCURRENCY),
            reader.whole("window", 2, 1 << 24),
            reader.seconds("request_timeout_seconds"),
            reader.seconds("start_timeout_seconds"),
            reader.seconds("outage_timeout_seconds"));
    if (read.apiKeyEnv.isPresent() && read.apiKeyFile.isPresent()) {
      reader.problems.add("api_key_file: given beside api_key_env (expected: one of the two)");
    }
    if (!reader.problems.isEmpty()) {
      throw RegattaException.user("openai runtime: " + String.join("; ", reader.problems));
    }
    return read;
  }

  /** Where servers have what is not part of OpenAI's API: the address without {@code /v1}. */
  URI root() {
    return URI.create(baseUrl.toString().replaceFirst("/v1/?$", ""));
  }

  private record Reader(Map<String, String> options, List<String> problems) {

    URI address(String key) {
      String text = options.get(key);
      if (text == null) {
        problems.add(key + " is missing (expected: an address such as http://localhost:8000/v1)");
        return null;
      }
      if (text.matches("https?://[^/?#@]+(/[^?#]*)?")) {
        try {
          return URI.create(text.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
          // The message below says what was expected.
        }
      }
      // Not shown: what is wrong with it may be a password before an @.
      problems.add(key + ": no address such as http://localhost:8000/v1");
      return null;
    }

    boolean flag(String key, boolean fallback) {
      String text = options.getOrDefault(key, Boolean.toString(fallback));
      if (!text.equals("true") && !text.equals("false")) {
        problems.add(key + ": " + text + " (expected: true or false)");
      }
      return Boolean.parseBoolean(text);
    }

    OptionalInt whole(String key, int min, int max) {
      String text = options.get(key);
      if (text == null) {
        return OptionalInt.empty();
      }
      try {
        int value = Integer.parseInt(text.strip());
        if (value >= min && value <= max) {
          return OptionalInt.of(value);
        }
      } catch (NumberFormatException e) {
        // The message below says what was expected.
      }
      problems.add(
          "%s: %s (expected: a whole number from %d to %d)".formatted(key, text, min, max));
      return OptionalInt.empty();
    }

    Duration seconds(String key) {
      return Duration.ofSeconds(whole(key, 1, MAX_TIMEOUT_SECONDS).orElse(DEFAULT_TIMEOUT_SECONDS));
    }
  }
}
