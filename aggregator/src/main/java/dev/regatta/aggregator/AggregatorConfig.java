package dev.regatta.aggregator;

import dev.regatta.aggregator.annotation.AnnotatorSettings;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.scoring.ScoresElsewhere;
import dev.regatta.aggregator.sink.SinkConfig;
import dev.regatta.protocol.Credentials;
import dev.regatta.service.Service;
import dev.regatta.service.kafka.KafkaSettings;
import dev.regatta.service.kafka.TopicSettings;
import dev.regatta.service.registry.Presence;
import dev.regatta.service.settings.Configuration;
import dev.regatta.service.settings.Setting;
import dev.regatta.service.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one aggregator process.
 *
 * @param store directory or URI of the store
 * @param elsewhere whether others score: this process lands only, and waits for their results
 * @param command what a user is told to run for that, with {@link ScoresElsewhere#SWEEP}
 * @param cores threads of Spark
 * @param spark properties of Spark, by their full names
 * @param annotators what looks at answers before they are scored
 */
record AggregatorConfig(
    String id,
    String store,
    SinkConfig sink,
    boolean elsewhere,
    String command,
    int cores,
    Map<String, String> spark,
    Annotators annotators) {

  private static final Duration LEAST = Duration.ofMillis(10);
  private static final Duration HOUR = Duration.ofHours(1);

  private static final Setting<String> ID = Presence.id("aggregator");

  private static final Setting<String> STORE =
      Setting.text(
          "store", "Where results are kept: a directory, or a URI such as s3://BUCKET/PREFIX");

  private static final Setting<Integer> MAX_ROWS =
      Setting.integer("sink.max-rows", 1, 10_000_000, "Rows at which open files end")
          .withDefault(SinkConfig.DEFAULTS.maxRows());

  private static final Setting<Long> MAX_BYTES =
      Setting.size(
              "sink.max-bytes",
              1 << 20,
              Long.MAX_VALUE,
              "Bytes at which open files end; they are held in memory")
          .withDefault(SinkConfig.DEFAULTS.maxBytes());

  private static final Setting<Duration> IDLE =
      Setting.duration("sink.idle", LEAST, HOUR, "Time without a completion at which files end")
          .withDefault(SinkConfig.DEFAULTS.idle());

  private static final Setting<Duration> MAX_AGE =
      Setting.duration("sink.max-age", LEAST, HOUR, "Age at which files end")
          .withDefault(SinkConfig.DEFAULTS.maxAge());

  private static final String HERE = "here";
  private static final String ELSEWHERE = "elsewhere";

  private static final Setting<String> WHERE =
      Setting.choice(
              "scoring.where",
              List.of(HERE, ELSEWHERE),
              "Who scores sweeps that have landed: this process, or a job of its own that somebody"
                  + " starts, for whose results this process waits")
          .withDefault(HERE);

  private static final Setting<Optional<String>> COMMAND =
      Setting.text(
              "scoring.command",
              "Elsewhere: the command that a waiting sweep's status shows; in it "
                  + ScoresElsewhere.SWEEP
                  + " is the sweep's id. Without it, regatta score on the store")
          .optional();

  private static final Setting<Integer> CORES =
      Setting.integer("scoring.cores", 1, 256, "Threads of the Spark session that scores")
          .withDefault(2);

  private static final Setting<Map<String, String>> SPARK =
      Setting.map(
          "spark",
          '.',
          "A property of Spark, without its spark. in front; memory is the heap of the process");

  /** Every setting of {@code regatta aggregator}. */
  static final Configuration CONFIGURATION =
      Service.configuration(
          "aggregator",
          "Lands completions in the store, each request's once, and scores sweeps that are done.",
          own(),
          KafkaSettings.RULE);

  private static List<Setting<?>> own() {
    List<Setting<?>> own = new ArrayList<>(List.of(STORE, ID));
    own.addAll(KafkaSettings.ALL);
    own.addAll(
        List.of(
            MAX_ROWS,
            MAX_BYTES,
            IDLE,
            MAX_AGE,
            WHERE,
            COMMAND,
            CORES,
            SPARK,
            TopicSettings.REPLICATION));
    own.addAll(AnnotatorSettings.ALL);
    return own;
  }

  static AggregatorConfig of(Settings settings) {
    Map<String, String> spark = new HashMap<>();
    settings.get(SPARK).forEach((name, value) -> spark.put("spark." + name, value));
    SinkConfig sink =
        new SinkConfig(
            settings.get(MAX_ROWS),
            settings.get(MAX_BYTES),
            settings.get(IDLE),
            settings.get(MAX_AGE));
    return new AggregatorConfig(
        settings.get(ID),
        settings.get(STORE),
        sink,
        settings.get(WHERE).equals(ELSEWHERE),
        settings
            .get(COMMAND)
            .orElse(
                "regatta score %s --store %s"
                    .formatted(ScoresElsewhere.SWEEP, Credentials.hidden(settings.get(STORE)))),
        settings.get(CORES),
        spark,
        AnnotatorSettings.annotators(settings));
  }
}
