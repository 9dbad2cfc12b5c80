package dev.regatta.aggregator.metric;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The answer to one request.
 *
 * @param outputs at least one, in the engine's order
 * @param promptTokens tokens of the prompt
 * @param completionTokens tokens generated over all outputs
 * @param seconds from start to the complete answer; NaN where not measured
 * @param secondsToFirstToken NaN where nothing was generated or it was not measured
 */
public record Answer(
    List<Generated> outputs,
    int promptTokens,
    int completionTokens,
    double seconds,
    double secondsToFirstToken) {

  /** The same with other texts; what was counted and measured stays. */
  Answer with(UnaryOperator<String> text) {
    List<Generated> others =
        outputs.stream()
            .map(
                output ->
                    new Generated(
                        text.apply(output.text()),
                        output.logprob(),
                        output.finishReason(),
                        output.tokens(),
                        output.tokenLogprob(),
                        output.bytes()))
            .toList();
    return new Answer(others, promptTokens, completionTokens, seconds, secondsToFirstToken);
  }
}
