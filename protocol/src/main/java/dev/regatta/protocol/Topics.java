package dev.regatta.protocol;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Names of topics and groups on Kafka. */
public final class Topics {
  /** Every completion of every sweep and model. */
  public static final String COMPLETIONS = "regatta.completions";

  /** Classic consumer group of the sink. */
  public static final String SINK_GROUP = "regatta.sink";

  private static final int MAX_NAME = 180;

  private Topics() {}

  /** The queue of a model. */
  public static String requests(String model) {
    return "regatta.requests." + safe(model);
  }

  /** The share group of a model's workers. */
  public static String workers(String model) {
    return "regatta.workers." + safe(model);
  }

  /**
   * The name itself where Kafka allows it, else its legal characters and a checksum that keeps
   * different models apart.
   */
  static String safe(String model) {
    String legal = model.replaceAll("[^a-zA-Z0-9._-]", "-");
    if (legal.equals(model) && model.length() <= MAX_NAME) {
      return model;
    }
    CRC32 crc = new CRC32();
    crc.update(model.getBytes(StandardCharsets.UTF_8));
    return legal.substring(0, Math.min(legal.length(), MAX_NAME))
        + "-"
        + String.format("%08x", crc.getValue());
  }
}
