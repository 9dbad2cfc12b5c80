package dev.regatta.aggregator.job;

import dev.regatta.aggregator.annotation.AnnotatorSettings;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Entry point for spark-submit: {@code --store ROOT --sweep ID}; prints the result as a line of
 * JSON. Exit code 2 for errors of the user, 1 for all others.
 */
public final class SparkScoreMain {

  private SparkScoreMain() {}

  public static void main(String[] args) {
    try {
      Map<String, String> options = options(args);
      SparkSession spark =
          SparkSessions.configured(SparkSession.builder().appName("regatta-score")).getOrCreate();
      try {
        ScoreResult result =
            new ScoreJob(spark, annotators()).run(options.get("--store"), options.get("--sweep"));
        System.out.println(Json.text(result));
      } finally {
        spark.stop();
      }
    } catch (RegattaException e) {
      System.err.println(e.getMessage());
      System.exit(e.category() == ErrorCategory.USER ? 2 : 1);
    }
  }

  /** As the environment of the driver says: {@code REGATTA_SCORE_KEY}. */
  private static Annotators annotators() {
    return AnnotatorSettings.annotators(
        AnnotatorSettings.CONFIGURATION.read(List.of(), System.getenv()));
  }

  static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    if (args.length != 4 || !options.containsKey("--store") || !options.containsKey("--sweep")) {
      throw RegattaException.user(
          "expected --store ROOT --sweep ID, not: " + String.join(" ", args));
    }
    return options;
  }
}
