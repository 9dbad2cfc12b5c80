package dev.regatta.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Key of a record of completions, {@code <ordinal>/<sweep>/<model>}: all completions of a request
 * lie in one partition, and whoever only counts need not read their values. A quarantined request's
 * record carries the header {@link #QUARANTINED} besides.
 */
public record CompletionKey(String sweep, String model, long ordinal) {
  /** Name of the header, without a value. */
  public static final String QUARANTINED = "quarantined";

  /** The key of this completion. */
  public static CompletionKey of(Completion completion) {
    return new CompletionKey(completion.sweep(), completion.model(), completion.ordinal());
  }

  /** Empty for the key of a record that somebody else has published. */
  public static Optional<CompletionKey> parse(byte[] key) {
    if (key == null) {
      return Optional.empty();
    }
    String text = new String(key, StandardCharsets.UTF_8);
    int first = text.indexOf('/');
    int second = text.indexOf('/', first + 1);
    if (first <= 0 || second < 0) {
      return Optional.empty();
    }
    try {
      long ordinal = Long.parseLong(text, 0, first, 10);
      return ordinal < 0
          ? Optional.empty()
          : Optional.of(
              new CompletionKey(
                  text.substring(first + 1, second), text.substring(second + 1), ordinal));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  public byte[] bytes() {
    return (ordinal + "/" + sweep + "/" + model).getBytes(StandardCharsets.UTF_8);
  }
}
