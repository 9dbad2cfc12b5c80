package dev.regatta.aggregator.sink;

import dev.regatta.protocol.Completion;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Failure;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Origin;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Timing;
import dev.regatta.protocol.Token;
import dev.regatta.protocol.Usage;
import java.util.List;

/** Completions for tests, told apart by model and ordinal. */
final class Completions {
  private static final Origin ORIGIN = new Origin("w1", 1, "rev", "simulated", "1", true);

  private Completions() {}

  static Completion answer(String model, long ordinal) {
    List<Token> tokens = List.of(new Token("an", -0.25), new Token("swer", -0.5));
    return new Completion(
        model + "-" + ordinal,
        "s",
        model,
        ordinal,
        List.of(new Output("answer " + ordinal, -0.75, tokens, FinishReason.STOP)),
        new Usage(10, 4, 2),
        new Timing(1_767_323_045_678L, 0.5, null, 0.25),
        ORIGIN,
        null);
  }

  static Completion failed(String model, long ordinal) {
    return new Completion(
        model + "-" + ordinal,
        "s",
        model,
        ordinal,
        null,
        null,
        null,
        ORIGIN,
        new Failure(ErrorCategory.MODEL, "refused"));
  }
}
