package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.List;

/** Names of the metrics of a run: the columns of its score rows, in a fixed order. */
final class ScoreColumns {
  static final int NUM_REFERENCES = 0;
  static final int NUM_TRAIN_TRIALS = 1;
  static final int NUM_PROMPT_TOKENS = 2;
  static final int NUM_COMPLETION_TOKENS = 3;
  static final int NUM_OUTPUT_TOKENS = 4;
  static final int INFERENCE_RUNTIME = 5;
  static final int BATCH_SIZE = 6;
  static final int FINISH_REASON = 7;
  static final int NUM_TRAIN_INSTANCES = 11;
  static final int PROMPT_TRUNCATED = 12;
  static final int TIME_TO_FIRST_TOKEN = 13;
  static final int TOKENS_PER_SECOND = 14;

  /** First column of the method's own metrics. */
  static final int OWN = 15;

  static final int LOGPROB = OWN;
  static final int NUM_PERPLEXITY_TOKENS = OWN + 1;
  static final int NUM_BYTES = OWN + 2;

  /** First column of the reference metrics; max_prob follows them. */
  static final int REFERENCE = OWN + 3;

  static final int MAX_PROB = OWN;
  static final int EXACT_MATCH = OWN + 1;
  static final int PREDICTED_INDEX = OWN + 2;

  static final List<String> FINISH_REASONS = List.of("length", "stop", "endoftext", "unknown");

  private static final List<String> ALWAYS =
      List.of(
          "num_references",
          "num_train_trials",
          "num_prompt_tokens",
          "num_completion_tokens",
          "num_output_tokens",
          "inference_runtime",
          "batch_size",
          "finish_reason_length",
          "finish_reason_stop",
          "finish_reason_endoftext",
          "finish_reason_unknown",
          "num_train_instances",
          "prompt_truncated",
          "time_to_first_token",
          "tokens_per_second");

  private ScoreColumns() {}

  /**
   * The columns.
   *
   * @param reference names of the reference metrics
   * @param outputs answers asked for; where they are several, the best of all has a column too
   * @param own the columns of the run's other metrics
   */
  static List<String> of(
      RequestStyle style, List<String> reference, int outputs, List<String> own) {
    List<String> names = new ArrayList<>(ALWAYS);
    if (style.chooses()) {
      names.addAll(List.of("max_prob", "exact_match", "predicted_index"));
    }
    if (style.likelihood()) {
      names.addAll(List.of("logprob", "num_perplexity_tokens", "num_bytes"));
    }
    if (style == RequestStyle.GENERATION) {
      for (String metric : reference) {
        names.add(metric);
        if (outputs != 1) {
          names.add(metric + "@" + outputs);
        }
      }
      names.add("max_prob");
    }
    names.addAll(own);
    return List.copyOf(names);
  }
}
