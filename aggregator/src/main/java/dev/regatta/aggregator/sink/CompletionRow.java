package dev.regatta.aggregator.sink;

import dev.regatta.protocol.Completion;
import dev.regatta.protocol.Failure;
import dev.regatta.protocol.Origin;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Timing;
import dev.regatta.protocol.Token;
import dev.regatta.protocol.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A completion as a row of {@link dev.regatta.protocol.table.Tables#COMPLETIONS}. */
public final class CompletionRow {
  private CompletionRow() {}

  /**
   * @throws IllegalArgumentException where a completion lacks what every row must have
   */
  public static Object[] of(Completion completion) {
    check(completion);
    Usage usage = completion.usage();
    Timing timing = completion.timing();
    Origin origin = completion.origin();
    Failure failure = completion.failure();
    return new Object[] {
      completion.sweep(),
      completion.ordinal(),
      completion.requestId(),
      outputs(completion),
      usage == null ? null : usage.promptTokens(),
      usage == null ? null : usage.cachedTokens(),
      usage == null ? null : usage.completionTokens(),
      timing == null ? null : timing.completedAtMillis() * 1000,
      timing == null ? null : timing.queueSeconds(),
      timing == null ? null : timing.timeToFirstTokenSeconds(),
      timing == null ? null : timing.durationSeconds(),
      origin.worker(),
      origin.attempt(),
      origin.modelRevision(),
      origin.runtime(),
      origin.runtimeVersion(),
      origin.simulated(),
      failure == null ? null : failure.category().name(),
      failure == null ? null : String.valueOf(failure.message()),
      null
    };
  }

  private static void check(Completion completion) {
    // What the JSON text null is read as.
    if (completion == null) {
      throw new IllegalArgumentException("The record is null");
    }
    require(completion.requestId(), "requestId");
    require(completion.sweep(), "sweep");
    require(completion.model(), "model");
    if (completion.model().isEmpty() || completion.ordinal() < 0) {
      throw new IllegalArgumentException("The completion has no model or no ordinal");
    }
    Origin origin = completion.origin();
    require(origin, "origin");
    require(origin.worker(), "origin.worker");
    require(origin.modelRevision(), "origin.modelRevision");
    require(origin.runtime(), "origin.runtime");
    require(origin.runtimeVersion(), "origin.runtimeVersion");
    if (completion.answered()) {
      require(completion.outputs(), "outputs");
      if (completion.outputs().isEmpty()) {
        throw new IllegalArgumentException("The completion is an answer without outputs");
      }
    } else {
      require(completion.failure().category(), "failure.category");
    }
  }

  private static void require(Object value, String key) {
    if (value == null) {
      throw new IllegalArgumentException("The completion lacks " + key);
    }
  }

  private static List<Object> outputs(Completion completion) {
    if (completion.outputs() == null) {
      return List.of();
    }
    List<Object> rows = new ArrayList<>(completion.outputs().size());
    for (Output output : completion.outputs()) {
      require(output, "an output");
      require(output.text(), "outputs.text");
      require(output.finishReason(), "outputs.finishReason");
      rows.add(row(output));
    }
    return rows;
  }

  private static Object[] row(Output output) {
    List<String> tokens = new ArrayList<>(output.tokens().size());
    List<Double> logprobs = new ArrayList<>(output.tokens().size());
    for (Token token : output.tokens()) {
      require(token.text(), "outputs.tokens.text");
      tokens.add(token.text());
      logprobs.add(token.logprob());
    }
    String reason = output.finishReason().name().toLowerCase(Locale.ROOT);
    return new Object[] {output.text(), output.logprob(), reason, tokens, logprobs};
  }
}
