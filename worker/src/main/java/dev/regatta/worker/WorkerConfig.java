package dev.regatta.worker;

import dev.regatta.service.Service;
import dev.regatta.service.kafka.KafkaSettings;
import dev.regatta.service.kafka.TopicSettings;
import dev.regatta.service.registry.Presence;
import dev.regatta.service.settings.Configuration;
import dev.regatta.service.settings.Rule;
import dev.regatta.service.settings.Setting;
import dev.regatta.service.settings.Settings;
import dev.regatta.worker.queue.LaneConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The settings of one worker process.
 *
 * @param model name of the model in the sweep file; decides the queue
 * @param runtime name of the engine, see {@link Runtimes}
 * @param runtimeOptions options of that engine, by their own names
 * @param lanes how requests are taken and answered
 */
public record WorkerConfig(
    String model, String runtime, Map<String, String> runtimeOptions, LaneConfig lanes) {

  private static final Setting<String> ID = Presence.id("worker");

  private static final Setting<String> MODEL =
      Setting.text("model", "Name of the model, as sweep files have it: decides the queue");

  private static final Setting<String> RUNTIME =
      Setting.choice("runtime", Runtimes.NAMES, "Engine that answers");

  private static final Setting<Map<String, String>> RUNTIME_OPTION =
      Setting.map("runtime-option", '_', "An option of the engine, as in the sweep file");

  private static final Setting<Integer> LANES =
      Setting.integer(
              "lanes",
              0,
              64,
              "Share consumers that take requests side by side; 0 fits them to the engine's slots")
          .withDefault(0);

  private static final Setting<Integer> BATCH =
      Setting.integer(
              "batch", 0, 500, "Requests a lane takes at once; 0 fits it to the engine's slots")
          .withDefault(0);

  private static final Setting<Integer> MAX_ATTEMPTS =
      Setting.integer(
              "max-attempts", 1, 8, "Deliveries of a failing request before it is quarantined")
          .withDefault(5);

  private static final Setting<Duration> RETRY_BACKOFF =
      Setting.duration(
              "retry-backoff",
              Duration.ZERO,
              Duration.ofMinutes(1),
              "Wait before a failed request is given back; four times as long each time, at most"
                  + " 10s")
          .withDefault(Duration.ofMillis(200));

  private static final Setting<Duration> ANSWER_TIMEOUT =
      Setting.duration(
              "answer-timeout",
              Duration.ofSeconds(1),
              Duration.ofDays(7),
              "An attempt that the engine has not answered by then has failed; longer than it can"
                  + " take, the engine's own waiting included")
          .withDefault(Duration.ofHours(2));

  private static final Setting<Duration> DRAIN_TIMEOUT =
      Setting.duration(
              "drain-timeout",
              Duration.ZERO,
              Duration.ofHours(1),
              "How long a stopping worker waits for requests in flight")
          .withDefault(Duration.ofSeconds(30));

  static final Setting<Boolean> EXIT_WITH_PARENT =
      Setting.flag("exit-with-parent", "Stop when standard input ends");

  /** Every setting of {@code regatta worker}. */
  public static final Configuration CONFIGURATION =
      Service.configuration(
          "worker",
          "Answers the requests of one model's queue with one engine.",
          own(),
          new Rule(List.of(MODEL, RUNTIME, RUNTIME_OPTION), WorkerConfig::checkOptions),
          KafkaSettings.RULE);

  public WorkerConfig {
    runtimeOptions = Map.copyOf(runtimeOptions);
  }

  private static List<Setting<?>> own() {
    List<Setting<?>> own = new ArrayList<>(List.of(MODEL, RUNTIME, RUNTIME_OPTION, ID));
    own.addAll(KafkaSettings.ALL);
    own.addAll(
        List.of(
            LANES,
            BATCH,
            MAX_ATTEMPTS,
            RETRY_BACKOFF,
            ANSWER_TIMEOUT,
            DRAIN_TIMEOUT,
            TopicSettings.REPLICATION,
            EXIT_WITH_PARENT));
    return own;
  }

  private static void checkOptions(Settings settings) {
    Runtimes.check(settings.get(RUNTIME), settings.get(MODEL), settings.get(RUNTIME_OPTION));
  }

  public static WorkerConfig of(Settings settings) {
    LaneConfig lanes =
        new LaneConfig(
            settings.get(KafkaSettings.BOOTSTRAP),
            settings.get(MODEL),
            settings.get(ID),
            settings.get(LANES),
            settings.get(BATCH),
            settings.get(MAX_ATTEMPTS),
            settings.get(RETRY_BACKOFF),
            settings.get(ANSWER_TIMEOUT),
            settings.get(DRAIN_TIMEOUT),
            KafkaSettings.properties(settings));
    return new WorkerConfig(
        settings.get(MODEL), settings.get(RUNTIME), settings.get(RUNTIME_OPTION), lanes);
  }
}
