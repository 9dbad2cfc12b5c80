package dev.regatta.protocol.table;

import static dev.regatta.protocol.table.ColumnType.Primitive.BOOLEAN;
import static dev.regatta.protocol.table.ColumnType.Primitive.DOUBLE;
import static dev.regatta.protocol.table.ColumnType.Primitive.INT;
import static dev.regatta.protocol.table.ColumnType.Primitive.LONG;
import static dev.regatta.protocol.table.ColumnType.Primitive.STRING;
import static dev.regatta.protocol.table.ColumnType.Primitive.TIMESTAMP;

import dev.regatta.protocol.table.ColumnType.ListOf;
import dev.regatta.protocol.table.ColumnType.MapOf;
import dev.regatta.protocol.table.ColumnType.StructOf;
import java.util.List;

/** Every table of the store. Writers, the Spark job, SQL and docs/store.md all use these. */
public final class Tables {
  private static final Column SWEEP = required("sweep", STRING, "Id of the sweep");
  private static final Column RUN = required("run", STRING, "Name of the run");
  private static final Column MODEL = required("model", STRING, "Name of the model");
  private static final Column INSTANCE =
      required("instance_id", STRING, "Id of the instance, shared by its perturbed copies");
  private static final Column SPLIT = required("split", STRING, "train, valid or test");
  private static final Column SUB_SPLIT = optional("sub_split", STRING, "Part of the split");
  private static final Column PERTURBATION =
      optional(
          "perturbation",
          STRING,
          "HELM's description of the perturbation as JSON; null for the original");
  private static final Column TRIAL = required("trial", INT, "Train trial: which few-shot sample");
  private static final Column METRIC = required("metric", STRING, "Name of the metric");
  private static final Column COUNT = required("count", LONG, "Trials (HELM's count)");
  private static final Column SUM = required("sum", DOUBLE, "Sum of the trials' means");
  private static final Column SUM_SQUARED = required("sum_squared", DOUBLE, "Sum of their squares");
  private static final Column MIN = optional("min", DOUBLE, "Least trial mean");
  private static final Column MAX = optional("max", DOUBLE, "Greatest trial mean");
  private static final Column MEAN =
      optional("mean", DOUBLE, "HELM's value: mean of the trials' means");
  private static final Column VARIANCE =
      optional("variance", DOUBLE, "Population variance between trials");
  private static final Column STDDEV = optional("stddev", DOUBLE, "Square root of the variance");
  private static final Column SCORES =
      required("scores", new MapOf(DOUBLE), "Value of each metric by its name");
  private static final Column REPEATS =
      optional(
          "repeats",
          new ListOf(
              new StructOf(
                  List.of(
                      required("metric", STRING, "Name of the metric"),
                      required("count", LONG, "Its values in this instance"),
                      required("sum", DOUBLE, "Sum of the values"),
                      required("sum_squared", DOUBLE, "Sum of their squares"),
                      optional("min", DOUBLE, "Least value"),
                      optional("max", DOUBLE, "Greatest value")))),
          "Metrics that have not one value but none or several, for instance one per request");
  private static final Column SOURCE =
      optional("source", STRING, "helm where taken over from HELM; null where computed here");

  /** One row per request state of the plan, duplicates included, in planning order. */
  public static final Table REQUESTS =
      new Table(
          "requests",
          "plans/requests",
          List.of(SWEEP),
          List.of(
              RUN,
              MODEL,
              required("ordinal", LONG, "Number among the distinct requests to this model"),
              required("request_id", STRING, "Hash of all that determines the answer"),
              required("duplicate", BOOLEAN, "True where an earlier row has the same request"),
              required("instance_ordinal", LONG, "Number of the (perturbed) instance in its run"),
              INSTANCE,
              SPLIT,
              SUB_SPLIT,
              PERTURBATION,
              TRIAL,
              optional("reference_index", INT, "Scored reference, for separate multiple choice"),
              optional("request_mode", STRING, "original or calibration"),
              required("kind", STRING, "GENERATE, CHAT or SCORE"),
              required("prompt", STRING, "Rendered prompt; empty for chat"),
              optional("messages", STRING, "Turns of the chat as JSON"),
              optional(
                  "continuation",
                  STRING,
                  "Text whose tokens are scored; absent for the whole prompt"),
              required("decoding", STRING, "Decoding parameters as JSON"),
              required("num_references", INT, "References of the instance"),
              required("golds", new ListOf(STRING), "Texts of the correct references"),
              required(
                  "reference_correct", BOOLEAN, "Whether the scored reference is a correct one"),
              optional("output_mapping", STRING, "Option labels and their texts as JSON"),
              required("num_train_instances", INT, "Shots in the prompt"),
              required("prompt_truncated", BOOLEAN, "Whether the window cut the prompt"),
              optional(
                  "num_conditioning_tokens",
                  INT,
                  "First tokens of the prompt that are context alone; for language modelling"),
              optional(
                  "num_prompt_tokens",
                  INT,
                  "Tokens of the prompt's text by the tokenizer it was fitted by; for runs of HELM's"
                      + " files"),
              optional(
                  "reference_tokens",
                  INT,
                  "Tokens of a blank and the reference by that tokenizer; for rankings"),
              optional("further", STRING, "Further fields of an imported request as JSON")),
          "What is asked: one row per request state");

  /** Instances as they were evaluated, perturbed copies included. */
  public static final Table INSTANCES =
      new Table(
          "instances",
          "plans/instances",
          List.of(SWEEP),
          List.of(
              RUN,
              required("instance_ordinal", LONG, "Number of the (perturbed) instance in its run"),
              INSTANCE,
              SPLIT,
              SUB_SPLIT,
              PERTURBATION,
              required("input", STRING, "Text of the input"),
              required(
                  "references",
                  new ListOf(
                      new StructOf(
                          List.of(
                              required("text", STRING, "Text of the reference"),
                              required("tags", new ListOf(STRING), "correct, ...")))),
                  "Possible answers"),
              optional("extra", STRING, "Further fields of the instance as JSON")),
          "What is asked about: one row per instance and run");

  /** One row per distinct request that has been answered or given up. */
  public static final Table COMPLETIONS =
      new Table(
          "completions",
          "completions",
          List.of(MODEL),
          List.of(
              SWEEP,
              required("ordinal", LONG, "Number of the request in that sweep and model"),
              required("request_id", STRING, "Hash of all that determines the answer"),
              required(
                  "outputs",
                  new ListOf(
                      new StructOf(
                          List.of(
                              required("text", STRING, "Generated or scored text"),
                              required("logprob", DOUBLE, "Sum over the tokens, natural log"),
                              required("finish_reason", STRING, "length, stop, endoftext, unknown"),
                              required(
                                  "tokens", new ListOf(STRING), "Texts of the tokens, in order"),
                              required(
                                  "token_logprobs",
                                  new ListOf(DOUBLE),
                                  "Natural-log probability of each token")))),
                  "Answers; empty where the request failed"),
              optional("prompt_tokens", INT, "Tokens of the prompt"),
              optional("cached_tokens", INT, "Prompt tokens that came from a shared prefix"),
              optional("completion_tokens", INT, "Tokens generated over all outputs"),
              optional("completed_at", TIMESTAMP, "When the answer was complete"),
              optional("queue_seconds", DOUBLE, "From publishing to the start on the runtime"),
              optional("time_to_first_token_seconds", DOUBLE, "From start to the first token"),
              optional("duration_seconds", DOUBLE, "From start to the complete answer"),
              required("worker", STRING, "Worker process that answered"),
              required("attempt", INT, "Delivery count, from 1"),
              required("model_revision", STRING, "Hash of the model file or server revision"),
              required("runtime", STRING, "Engine that answered"),
              required("runtime_version", STRING, "Version of that engine"),
              required("simulated", BOOLEAN, "True where the answer is not a model's"),
              optional("error_category", STRING, "USER, MODEL, RESOURCE or INTERNAL"),
              optional("error_message", STRING, "Why the request has no answer"),
              optional("further", STRING, "Further fields of an imported answer as JSON")),
          "What came back: one row per distinct request; two where an answer came after the request"
              + " had been given up, of which the answer counts and the view has it alone");

  /** What annotators found in the answers; kept, so that scoring again does not ask them again. */
  public static final Table ANNOTATIONS =
      new Table(
          "annotations",
          "annotations",
          List.of(SWEEP),
          List.of(
              required("annotator", STRING, "code or toxicity"),
              required("subject_id", STRING, "Hash of the program with its tests, or of the text"),
              RUN,
              INSTANCE,
              required("request_id", STRING, "The first request whose answer it comes from"),
              required("output", INT, "Which output of that answer, from 0"),
              optional(
                  "outcome", STRING, "Of a program: passed, failed, timed_out; error if not run"),
              optional("score", DOUBLE, "Of a text: its probability"),
              optional("tests", INT, "Tests of a program"),
              optional("tests_passed", INT, "Of them passed"),
              optional("message", STRING, "What went wrong"),
              required("seconds", DOUBLE, "How long it took"),
              required("tool", STRING, "Sandbox with its Python, or classifier with its hash"),
              required("made_at", TIMESTAMP, "When; the latest row of a subject counts")),
          "What programs and classifiers found in the answers, once per distinct subject");

  /** Scores of one instance, perturbation and trial. */
  public static final Table INSTANCE_STATS =
      new Table(
          "instance_stats",
          "results/instance_stats",
          List.of(SWEEP),
          List.of(
              RUN, MODEL, INSTANCE, SPLIT, SUB_SPLIT, PERTURBATION, TRIAL, SCORES, REPEATS, SOURCE),
          "Scores per instance, of language modelling per window; an imported run may have two rows"
              + " for one, of which one was taken over");

  /** HELM's statistics with intervals. */
  public static final Table STATS =
      new Table(
          "stats",
          "results/stats",
          List.of(SWEEP),
          List.of(
              RUN,
              MODEL,
              METRIC,
              optional("split", STRING, "train, valid or test"),
              SUB_SPLIT,
              PERTURBATION,
              COUNT,
              SUM,
              SUM_SQUARED,
              MIN,
              MAX,
              MEAN,
              VARIANCE,
              STDDEV,
              required("n", LONG, "Instances behind the value"),
              optional("stderr", DOUBLE, "Standard error over instances"),
              optional("ci_low", DOUBLE, "Lower end of the 95% interval"),
              optional("ci_high", DOUBLE, "Upper end of the 95% interval"),
              SOURCE),
          "Aggregated scores: HELM's numbers, with intervals");

  /** One row per run: what it was, and how much of it could be scored. */
  public static final Table RUNS =
      new Table(
          "runs",
          "results/runs",
          List.of(SWEEP),
          List.of(
              RUN,
              MODEL,
              required("scenario", STRING, "Name of the scenario"),
              required("label", STRING, "Variant of the adapter"),
              required("method", STRING, "Adaptation method"),
              required("main_metric", STRING, "Metric of the accuracy column"),
              required("groups", new ListOf(STRING), "Run groups"),
              required("planned", LONG, "Request states planned"),
              required("completed", LONG, "Of them answered"),
              required("quarantined", LONG, "Of them given up"),
              required("instances", LONG, "Instances, perturbed copies and trials included"),
              required("scored", LONG, "Of them with scores"),
              required("model_revision", STRING, "Hash of the model file or server revision"),
              required("runtime", STRING, "Engine that answered"),
              required("simulated", BOOLEAN, "True where the answers are not a model's"),
              required("spec", STRING, "The whole run spec as JSON"),
              optional(
                  "absent",
                  new ListOf(
                      new StructOf(
                          List.of(
                              required("metric", STRING, "Name of the metric"),
                              required("reason", STRING, "Why it has no value")))),
                  "Metrics that the run asks for and that were not computed")),
          "Runs and their coverage");

  /** Requests without an answer. */
  public static final Table QUARANTINE =
      new Table(
          "quarantine",
          "results/quarantine",
          List.of(SWEEP),
          List.of(
              RUN,
              MODEL,
              required("ordinal", LONG, "Number of the request in that sweep and model"),
              required("request_id", STRING, "Hash of all that determines the answer"),
              INSTANCE,
              PERTURBATION,
              TRIAL,
              required("error_category", STRING, "USER, MODEL, RESOURCE or INTERNAL"),
              required("error_message", STRING, "Why"),
              required("attempt", INT, "Attempts made"),
              optional("worker", STRING, "Worker process that gave it up")),
          "Requests that were given up, and why");

  /** Runs that were not made here, with the documents they came with. */
  public static final Table IMPORTS =
      new Table(
          "imports",
          "plans/imports",
          List.of(SWEEP),
          List.of(
              RUN,
              required("run_spec", STRING, "HELM's run_spec.json"),
              optional("scenario", STRING, "HELM's scenario.json"),
              optional("state", STRING, "What scenario_state.json has beside its requests"),
              required(
                  "recomputed",
                  new ListOf(STRING),
                  "Metrics that scoring computes; the others are taken over")),
          "Imported runs: one row each");

  /** The statistics that an imported run came with. */
  public static final Table IMPORTED_STATS =
      new Table(
          "imported_stats",
          "plans/imported_stats",
          List.of(SWEEP),
          List.of(
              RUN,
              METRIC,
              optional("split", STRING, "train, valid or test"),
              SUB_SPLIT,
              PERTURBATION,
              COUNT,
              SUM,
              SUM_SQUARED,
              MIN,
              MAX,
              MEAN,
              VARIANCE,
              STDDEV),
          "Statistics as an imported run came with them");

  /** The scores that an imported run came with. */
  public static final Table IMPORTED_INSTANCE_STATS =
      new Table(
          "imported_instance_stats",
          "plans/imported_instance_stats",
          List.of(SWEEP),
          List.of(
              RUN,
              INSTANCE,
              optional("split", STRING, "train, valid or test"),
              SUB_SPLIT,
              PERTURBATION,
              TRIAL,
              SCORES,
              REPEATS),
          "Scores per instance as an imported run came with them");

  /** All tables, in the order of the documentation. */
  public static final List<Table> ALL =
      List.of(
          REQUESTS,
          INSTANCES,
          COMPLETIONS,
          ANNOTATIONS,
          INSTANCE_STATS,
          STATS,
          RUNS,
          QUARANTINE,
          IMPORTS,
          IMPORTED_STATS,
          IMPORTED_INSTANCE_STATS);

  /** What scoring makes: replaced as a whole, sweep by sweep. */
  public static final List<Table> RESULTS = List.of(INSTANCE_STATS, STATS, RUNS, QUARANTINE);

  private Tables() {}

  private static Column required(String name, ColumnType type, String description) {
    return new Column(name, type, false, description);
  }

  private static Column optional(String name, ColumnType type, String description) {
    return new Column(name, type, true, description);
  }
}
