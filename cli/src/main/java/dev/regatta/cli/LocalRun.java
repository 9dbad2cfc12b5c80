package dev.regatta.cli;

import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.job.Absence;
import dev.regatta.aggregator.job.ScoreJob;
import dev.regatta.aggregator.job.ScoreResult;
import dev.regatta.aggregator.job.SparkSessions;
import dev.regatta.aggregator.sink.Sink;
import dev.regatta.aggregator.sink.SinkConfig;
import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.coordinator.execution.CompletionFeed;
import dev.regatta.coordinator.execution.ExecutionConfig;
import dev.regatta.coordinator.execution.SweepExecution;
import dev.regatta.coordinator.execution.SweepState;
import dev.regatta.coordinator.plan.SweepPlan;
import dev.regatta.coordinator.progress.Ledger;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.store.Store;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.spark.sql.SparkSession;

/**
 * A whole sweep on one machine: embedded broker, coordinator, sink and Spark in this process,
 * workers of real models in processes of their own. The same parts as on a cluster, over the same
 * path.
 */
public final class LocalRun {
  private final Store store;
  private final LocalOptions options;
  private final Annotators annotators;
  private final Terminal terminal;
  private final Stages stages = new Stages(System::nanoTime);

  /**
   * How a run ended.
   *
   * @param sent requests sent to each model
   * @param score null where the sweep was stopped before it could be scored
   */
  public record Outcome(
      SweepState state, Map<String, Integer> sent, ScoreResult score, Map<String, Double> seconds) {

    /** Null where nothing was scored. */
    public String resultHash() {
      return score == null ? null : score.hash();
    }

    /** Metrics that were asked for and not computed. */
    List<Absence> absent() {
      return score == null ? List.of() : score.absent();
    }

    int sentInAll() {
      return sent.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** A run that neither runs code nor classifies. */
  public LocalRun(Store store, LocalOptions options, Terminal terminal) {
    this(store, options, Annotators.NONE, terminal);
  }

  /**
   * @param annotators what looks at answers before they are scored
   */
  public LocalRun(Store store, LocalOptions options, Annotators annotators, Terminal terminal) {
    this.store = store;
    this.options = options;
    this.annotators = annotators;
    this.terminal = terminal;
  }

  /** Runs a sweep to its scores, or until it is stopped. */
  public Outcome run(SweepPlan plan, List<LocalModel> models) {
    if (plan.written().isPresent() && plan.preview().toSend() == 0) {
      return rescoreWhereNeeded(plan);
    }
    // New answers outdate the scores.
    store.forgetScores(plan.sweep());
    try (SparkStart spark = SparkStart.start(2)) {
      Map<String, Ledger.Counts> counts = new LinkedHashMap<>();
      SweepState state = execute(plan, models, counts);
      Map<String, Integer> sent = new LinkedHashMap<>();
      counts.forEach((model, count) -> sent.put(model, count.sent()));
      ScoreResult score = state == SweepState.LANDED ? score(plan, spark.take()) : null;
      return new Outcome(state, sent, score, stages.seconds());
    }
  }

  private Outcome rescoreWhereNeeded(SweepPlan plan) {
    stages.end("plan");
    ScoreResult score = null;
    if (!store.scored(plan.sweep())) {
      SparkSession spark = SparkSessions.local(2);
      try {
        score = score(plan, spark);
      } finally {
        spark.stop();
      }
    }
    Map<String, Integer> sent = new LinkedHashMap<>();
    plan.models().forEach(model -> sent.put(model, 0));
    return new Outcome(SweepState.LANDED, sent, score, stages.seconds());
  }

  private SweepState execute(
      SweepPlan plan, List<LocalModel> models, Map<String, Ledger.Counts> counts) {
    terminal.status(List.of("Starting the embedded broker"));
    try (EmbeddedBroker broker = EmbeddedBroker.start(options.scratch().resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      ExecutionConfig config = ExecutionConfig.at(broker.bootstrapServers());
      QueueAdmin queues = new QueueAdmin(admin);
      queues.ensureCompletions(config.completionPartitions());
      queues.warmUp();
      plan.models().forEach(model -> queues.ensureQueue(model, options.partitions()));
      try (Sink sink =
              new Sink(config.clientProperties(), store, SinkConfig.DEFAULTS, Clock.systemUTC());
          LocalWorkers workers = new LocalWorkers(broker.bootstrapServers(), options, terminal);
          CompletionFeed feed = CompletionFeed.start(config, admin);
          SweepExecution execution = new SweepExecution(plan, feed, config, admin)) {
        sink.start();
        workers.start(models);
        stages.end("start");
        SweepState state = follow(execution, workers, sink);
        stages.split("plan", "publish", execution.publishing().toNanos() / 1e9);
        counts.putAll(execution.progress());
        return state;
      }
    }
  }

  /** Runs the execution, and drains it when the process is told to stop. */
  private SweepState follow(SweepExecution execution, LocalWorkers workers, Sink sink) {
    CountDownLatch done = new CountDownLatch(1);
    Thread drain = new Thread(() -> drain(execution, workers, done), "drain");
    Runtime.getRuntime().addShutdownHook(drain);
    try (Supervision supervision = new Supervision(execution, workers, sink, terminal)) {
      return run(execution, supervision);
    } finally {
      done.countDown();
      ShutdownHooks.remove(drain);
    }
  }

  private SweepState run(SweepExecution execution, Supervision supervision) {
    try {
      SweepState state = execution.run(this::stage);
      supervision.throwFailure();
      return state;
    } catch (RuntimeException e) {
      // What ended the execution says more than how it ended.
      supervision.throwFailure();
      throw e;
    }
  }

  private void stage(SweepState left) {
    switch (left) {
      case PLANNING -> stages.end("plan");
      case RUNNING -> stages.end("work");
      case LANDING -> stages.end("land");
      default -> stages.end("drain");
    }
  }

  private void drain(SweepExecution execution, LocalWorkers workers, CountDownLatch done) {
    terminal.line("Stopping: finishing what is in flight; run the same command to go on");
    workers.close();
    execution.stop();
    try {
      done.await(options.drain().toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ScoreResult score(SweepPlan plan, SparkSession spark) {
    terminal.status(List.of("Scoring"));
    ScoreResult result = new ScoreJob(spark, annotators).run(store.location(), plan.sweep());
    terminal.endStatus(false);
    stages.end("score");
    return result;
  }
}
