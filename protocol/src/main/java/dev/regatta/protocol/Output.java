package dev.regatta.protocol;

import java.util.List;

/**
 * One answer.
 *
 * @param text the generated text, or the echoed prompt's scored end for {@link RequestKind#SCORE}
 * @param logprob sum of the tokens' log-probabilities
 * @param tokens generated (or scored) tokens, in order
 */
public record Output(String text, double logprob, List<Token> tokens, FinishReason finishReason) {

  public Output {
    tokens = List.copyOf(tokens);
  }
}
