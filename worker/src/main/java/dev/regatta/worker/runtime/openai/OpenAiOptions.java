package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.HttpAddress;
import dev.regatta.protocol.RegattaException;
import dev.regatta.worker.runtime.OptionReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param asHelm {@code as_helm}: whether answers are what HELM's clients make of them: chats have
 *     no log-probabilities, the reason of the end is unknown for completions and for chats with
 *     stop sequences, and a scored continuation is followed by a second output with the whole
 *     prompt
 * @param trusted {@code likelihoods}: {@code verified} or {@code trusted}; whether a prompt's
 *     log-probabilities are used that the probe finds wrong
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
    boolean asHelm,
    boolean trusted,
    boolean stream,
    OptionalInt concurrency,
    OptionalInt window,
    Duration requestTimeout,
    Duration startTimeout,
    Duration outageTimeout) {

  /** Most requests in flight that can be asked for. */
  static final int MAX_CONCURRENCY = 16_384;

  static final String LIKELIHOODS = "likelihoods";
  static final String TRUSTED = "trusted";

  private static final String EXAMPLE = "http://localhost:8000/v1";
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
          "as_helm",
          LIKELIHOODS,
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
    OptionReader reader = new OptionReader(OpenAiRuntime.NAME, options, KEYS);
    OpenAiOptions read =
        new OpenAiOptions(
            address(reader, options),
            reader.text("model").orElse(model),
            reader.text("revision"),
            reader.text("api_key_env"),
            reader.text("api_key_file").map(Path::of),
            reader.flag("chat_only", false),
            reader.flag("as_helm", false),
            reader
                .read(LIKELIHOODS, OpenAiOptions::trusted, "verified or " + TRUSTED)
                .orElse(false),
            reader.flag("stream", true),
            reader.count("concurrency", 1, MAX_CONCURRENCY),
            reader.count("window", 2, 1 << 24),
            seconds(reader, "request_timeout_seconds"),
            seconds(reader, "start_timeout_seconds"),
            seconds(reader, "outage_timeout_seconds"));
    if (read.apiKeyEnv.isPresent() && read.apiKeyFile.isPresent()) {
      reader.problem("api_key_file: given beside api_key_env (expected: one of the two)");
    }
    reader.throwProblems();
    return read;
  }

  private static Optional<Boolean> trusted(String text) {
    return switch (text) {
      case "verified" -> Optional.of(false);
      case TRUSTED -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  /** Not read as others are: what is wrong with it may be a password before an @. */
  private static URI address(OptionReader reader, Map<String, String> options) {
    String text = options.get("base_url");
    if (text == null) {
      reader.problem("base_url is missing (expected: an address such as " + EXAMPLE + ")");
      return null;
    }
    Optional<URI> address = HttpAddress.parse(text);
    if (address.isEmpty()) {
      reader.problem(
          "base_url: no address such as "
              + EXAMPLE
              + " (names of hosts have letters, digits, dots and dashes; a key goes into"
              + " api_key_env)");
    }
    return address.orElse(null);
  }

  private static Duration seconds(OptionReader reader, String key) {
    return Duration.ofSeconds(
        reader.count(key, 1, MAX_TIMEOUT_SECONDS).orElse(DEFAULT_TIMEOUT_SECONDS));
  }

  /** Where servers have what is not part of OpenAI's API: the address without {@code /v1}. */
  URI root() {
    return URI.create(baseUrl.toString().replaceFirst("/v1/?$", ""));
  }
}
