package dev.regatta.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** Names of topics and groups on Kafka. */
public final class Topics {
  /** Every completion of every sweep and model. */
  public static final String COMPLETIONS = "regatta.completions";

  /** Classic consumer group of the sink. */
  public static final String SINK_GROUP = "regatta.sink";

  /** The coordinator's word: one partition, compacted, written by the leading coordinator only. */
  public static final String CONTROL = "regatta.control";

  /** Every service's {@link ServiceStatus} under its id: compacted. */
  public static final String SERVICES = "regatta.services";

  /** Key of the {@link ProtocolVersion} on {@link #CONTROL}. */
  public static final String PROTOCOL_KEY = "protocol";

  private static final String REQUESTS = "regatta.requests.";
  private static final String SWEEP_KEY = "sweep/";

  private static final int MAX_NAME = 180;

  private Topics() {}

  /** The queue of a model. */
  public static String requests(String model) {
    return REQUESTS + safe(model);
  }

  /**
   * The model of a queue by the name of its topic, where that is one: as {@link #requests} puts it
   * where Kafka does not allow the name itself.
   */
  public static Optional<String> modelOf(String topic) {
    return topic.startsWith(REQUESTS)
        ? Optional.of(topic.substring(REQUESTS.length()))
        : Optional.empty();
  }

  /** Whether Kafka refuses a queue for one of these models where the other has one. */
  public static boolean collide(String model, String other) {
    String queue = safe(model);
    String present = safe(other);
    return !queue.equals(present) && queue.replace('.', '_').equals(present.replace('.', '_'));
  }

  /** What is wrong with two models that {@link #collide}. */
  public static String collision(String model, String other) {
    return model
        + " and "
        + other
        + " differ only in '.' and '_', which are one in Kafka's names of queues";
  }

  /** The share group of a model's workers. */
  public static String workers(String model) {
    return "regatta.workers." + safe(model);
  }

  /** Key of a sweep's {@link SweepControl} on {@link #CONTROL}. */
  public static String sweepKey(String sweep) {
    return SWEEP_KEY + sweep;
  }

  /** True where that key of {@link #CONTROL} is a sweep's. */
  public static boolean isSweepKey(String key) {
    return key.startsWith(SWEEP_KEY);
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
