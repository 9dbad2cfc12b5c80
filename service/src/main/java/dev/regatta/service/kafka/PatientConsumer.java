package dev.regatta.service.kafka;

import dev.regatta.service.life.Sleeper;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a consumer through Kafka's outages: an error is told in the log, and after a pause the poll
 * has found nothing. What waiting does not cure is thrown: a password, certificate or permission
 * that is refused, or a place in a group that another member of the same name has taken.
 */
public final class PatientConsumer<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(PatientConsumer.class);
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Consumer<K, V> consumer;
  private final String topic;
  private final Sleeper sleeper;

  /**
   * @param topic what is polled, for the log
   */
  public PatientConsumer(Consumer<K, V> consumer, String topic, Sleeper sleeper) {
    this.consumer = consumer;
    this.topic = topic;
    this.sleeper = sleeper;
  }

  /**
   * @throws KafkaException where Kafka refuses the client, or the thread was woken up or
   *     interrupted
   */
  public ConsumerRecords<K, V> poll(Duration timeout) {
    try {
      return consumer.poll(timeout);
    } catch (WakeupException
        | InterruptException
        | AuthenticationException
        | AuthorizationException
        | FencedInstanceIdException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("Cannot read {} at present, trying again: {}", topic, e.getMessage());
      pause(PAUSE);
      return ConsumerRecords.empty();
    }
  }

  void pause(Duration time) {
    try {
      sleeper.sleep(time);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
