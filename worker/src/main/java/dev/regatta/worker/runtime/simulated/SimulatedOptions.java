package dev.regatta.worker.runtime.simulated;

import dev.regatta.protocol.RegattaException;
import dev.regatta.worker.runtime.OptionReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the simulated engine behaves.
 *
 * @param serviceTime time in a slot per request; zero answers within the call
 * @param slots requests in service at once; more wait
 * @param jitter the service time varies evenly by this fraction up and down, 0 to 1
 * @param failPermanent fraction of requests, chosen by hash, that always fail
 * @param failTransient fraction of requests, chosen by hash, that fail every first of two times
 * @param tokens tokens of a generated answer; 0 gives short ones of different lengths
 * @param window most tokens of prompt and answer together
 * @param crashOn a prompt that holds this text ends the process, as a fault of a native engine does
 * @param hangOn a prompt that holds this text occupies its slot and is never answered
 */
public record SimulatedOptions(
    Duration serviceTime,
    int slots,
    double jitter,
    double failPermanent,
    double failTransient,
    int tokens,
    int window,
    Optional<String> crashOn,
    Optional<String> hangOn) {

  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of(
              "service_time_ms",
              "slots",
              "jitter",
              "fail_permanent",
              "fail_transient",
              "tokens",
              "window",
              "crash_on",
              "hang_on"));

  /**
   * Reads options by name: {@code service_time_ms} (0), {@code slots} (64; 2000 without a service
   * time), {@code jitter} (0), {@code fail_permanent} (0), {@code fail_transient} (0), {@code
   * tokens} (0), {@code window} (32768), {@code crash_on} (nothing), {@code hang_on} (nothing).
   *
   * @throws RegattaException USER, one message with every problem
   */
  public static SimulatedOptions from(Map<String, String> options) {
    OptionReader reader = new OptionReader("simulated", options, KEYS);
    double millis = reader.number("service_time_ms", 0, 3_600_000).orElse(0);
    SimulatedOptions read =
        new SimulatedOptions(
            Duration.ofNanos(Math.round(millis * 1e6)),
            reader.count("slots", 1, 1_000_000).orElse(millis > 0 ? 64 : 2000),
            reader.number("jitter", 0, 1).orElse(0),
            reader.number("fail_permanent", 0, 1).orElse(0),
            reader.number("fail_transient", 0, 1).orElse(0),
            reader.count("tokens", 0, 100_000).orElse(0),
            reader.count("window", 1, 100_000_000).orElse(32_768),
            reader.text("crash_on"),
            reader.text("hang_on"));
    reader.throwProblems();
    return read;
  }

  /** Hash of all that decides which answer a request gets; stands for a model's revision. */
  public String revision() {
    String text = "simulated/1 tokens=" + tokens + " window=" + window + " fail=" + failPermanent;
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw RegattaException.internal("This Java runtime has no SHA-256", e);
    }
  }
}
