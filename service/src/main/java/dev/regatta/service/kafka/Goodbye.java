package dev.regatta.service.kafka;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Closes a client of Kafka within a few seconds also where Kafka is away; by itself a client waits
 * for up to two minutes. For those that leave nothing behind: what they had still to say, Kafka
 * finds out by itself, or another one says it again.
 */
public final class Goodbye implements AutoCloseable {
  /** For what a client does last. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Runnable closing;

  private Goodbye(Runnable closing) {
    this.closing = closing;
  }

  public static Goodbye to(Consumer<?, ?> consumer) {
    return new Goodbye(() -> consumer.close(CloseOptions.timeout(PATIENCE)));
  }

  public static Goodbye to(ShareConsumer<?, ?> consumer) {
    return new Goodbye(() -> consumer.close(PATIENCE));
  }

  public static Goodbye to(Producer<?, ?> producer) {
    return new Goodbye(() -> producer.close(PATIENCE));
  }

  public static Goodbye to(Admin admin) {
    return new Goodbye(() -> admin.close(PATIENCE));
  }

  @Override
  public void close() {
    closing.run();
  }
}
