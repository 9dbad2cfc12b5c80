package dev.regatta.aggregator.metric;

import dev.regatta.protocol.Output;
import dev.regatta.protocol.Token;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One output of a model, reduced to what metrics need.
 *
 * @param logprob sum over the tokens as the engine reports it
 * @param finishReason {@code length}, {@code stop}, {@code endoftext} or {@code unknown}
 * @param tokens number of tokens returned
 * @param tokenLogprob sum of the returned tokens' log-probabilities
 * @param bytes UTF-8 length of the returned tokens, see {@link #bytes(String)}
 */
public record Generated(
    String text, double logprob, String finishReason, int tokens, double tokenLogprob, int bytes) {
  private static final String BYTES = "bytes:";

  public static Generated of(Output output) {
    double tokenLogprob = 0;
    int bytes = 0;
    for (Token token : output.tokens()) {
      tokenLogprob += token.logprob();
      bytes += bytes(token.text());
    }
    return new Generated(
        output.text(),
        output.logprob(),
        output.finishReason().name().toLowerCase(Locale.ROOT),
        output.tokens().size(),
        tokenLogprob,
        bytes);
  }

  /** UTF-8 length of a token; one written as {@code bytes:\xe2\x80} has as many as escapes. */
  public static int bytes(String token) {
    if (!token.startsWith(BYTES)) {
      return token.getBytes(StandardCharsets.UTF_8).length;
    }
    int count = 0;
    for (int i = token.indexOf("\\x"); i >= 0; i = token.indexOf("\\x", i + 2)) {
      count++;
    }
    return count;
  }
}
