package dev.regatta.aggregator.job;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** The columns that scoring reads of a request with its completion, and their places. */
final class JoinedColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  static final List<String> REQUEST =
      List.of(
          "run",
          "request_id",
          "ordinal",
          "instance_ordinal",
          "instance_id",
          "split",
          "sub_split",
          "perturbation",
          "trial",
          "reference_index",
          "request_mode",
          "num_references",
          "golds",
          "reference_correct",
          "output_mapping",
          "num_train_instances",
          "prompt_truncated",
          "num_conditioning_tokens",
          "num_prompt_tokens",
          "reference_tokens",
          "input",
          "references",
          "extra");

  /** Those of {@link #REQUEST} that the table of instances has. */
  static final List<String> INSTANCE = List.of("input", "references", "extra");

  /** The completion's {@code request_id}. */
  static final String ANSWERED_ID = "answered_id";

  /** Whether another sweep asked; may be null where all are the sweep's own. */
  static final String FOREIGN = "foreign";

  static final List<String> COMPLETION =
      List.of(
          ANSWERED_ID,
          "outputs",
          "prompt_tokens",
          "completion_tokens",
          "time_to_first_token_seconds",
          "duration_seconds",
          "error_category",
          "completed_at",
          "attempt",
          "worker",
          FOREIGN);

  final int run = REQUEST.indexOf("run");
  final int requestId = REQUEST.indexOf("request_id");
  final int number = REQUEST.indexOf("ordinal");
  final int ordinal = REQUEST.indexOf("instance_ordinal");
  final int instance = REQUEST.indexOf("instance_id");
  final int split = REQUEST.indexOf("split");
  final int subSplit = REQUEST.indexOf("sub_split");
  final int perturbation = REQUEST.indexOf("perturbation");
  final int trial = REQUEST.indexOf("trial");
  final int referenceIndex = REQUEST.indexOf("reference_index");
  final int requestMode = REQUEST.indexOf("request_mode");
  final int numReferences = REQUEST.indexOf("num_references");
  final int golds = REQUEST.indexOf("golds");
  final int referenceCorrect = REQUEST.indexOf("reference_correct");
  final int outputMapping = REQUEST.indexOf("output_mapping");
  final int numTrainInstances = REQUEST.indexOf("num_train_instances");
  final int promptTruncated = REQUEST.indexOf("prompt_truncated");
  final int conditioning = REQUEST.indexOf("num_conditioning_tokens");
  final int counted = REQUEST.indexOf("num_prompt_tokens");
  final int referenceTokens = REQUEST.indexOf("reference_tokens");
  final int input = REQUEST.indexOf("input");
  final int references = REQUEST.indexOf("references");
  final int extra = REQUEST.indexOf("extra");
  final int answeredId = completion(ANSWERED_ID);
  final int outputs = completion("outputs");
  final int promptTokens = completion("prompt_tokens");
  final int completionTokens = completion("completion_tokens");
  final int firstToken = completion("time_to_first_token_seconds");
  final int duration = completion("duration_seconds");
  final int error = completion("error_category");
  final int completedAt = completion("completed_at");
  final int attempt = completion("attempt");
  final int worker = completion("worker");
  final int foreign = completion(FOREIGN);

  static Column[] all() {
    Column[] columns = new Column[REQUEST.size() + COMPLETION.size()];
    Arrays.setAll(
        columns,
        i ->
            functions.col(
                i < REQUEST.size() ? REQUEST.get(i) : COMPLETION.get(i - REQUEST.size())));
    return columns;
  }

  private static int completion(String name) {
    return REQUEST.size() + COMPLETION.indexOf(name);
  }
}
