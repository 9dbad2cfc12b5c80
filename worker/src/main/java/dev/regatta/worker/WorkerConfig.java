package dev.regatta.worker;

import dev.regatta.protocol.RegattaException;
import dev.regatta.worker.queue.LaneConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  private static final String RUNTIME_OPTION = "runtime-option.";
  private static final String KAFKA = "kafka.";

  public WorkerConfig {
    runtimeOptions = Map.copyOf(runtimeOptions);
  }

  /**
   * Reads settings by the names of {@link WorkerSetting}; {@code runtime-option.NAME} and {@code
   * kafka.NAME} go to the engine and to every Kafka client as they are.
   *
   * @throws RegattaException USER, one message with every problem
   */
  public static WorkerConfig from(Map<String, String> settings) {
    Map<String, String> runtimeOptions = new TreeMap<>();
    Map<String, String> kafka = new TreeMap<>();
    Map<String, String> own = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(RUNTIME_OPTION)) {
            runtimeOptions.put(key.substring(RUNTIME_OPTION.length()), value);
          } else if (key.startsWith(KAFKA)) {
            kafka.put(key.substring(KAFKA.length()), value);
          } else {
            own.put(key, value);
          }
        });
    List<String> problems = new ArrayList<>();
    WorkerSetting.check(own, problems);
    if (!problems.isEmpty()) {
      throw RegattaException.user("Worker settings: " + String.join("; ", problems));
    }
    String model = WorkerSetting.MODEL.text(own);
    LaneConfig lanes =
        new LaneConfig(
            WorkerSetting.BOOTSTRAP.text(own),
            model,
            WorkerSetting.WORKER_ID.text(own),
            WorkerSetting.LANES.number(own),
            WorkerSetting.BATCH.number(own),
            WorkerSetting.MAX_ATTEMPTS.number(own),
            Duration.ofMillis(WorkerSetting.RETRY_BACKOFF_MS.number(own)),
            Duration.ofSeconds(WorkerSetting.DRAIN_SECONDS.number(own)),
            kafka);
    return new WorkerConfig(model, WorkerSetting.RUNTIME.text(own), runtimeOptions, lanes);
  }
}
