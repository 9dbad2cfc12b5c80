package dev.regatta.coordinator.control;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.ProtocolVersion;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes the coordinator's word. All coordinators share one transactional id: whoever begins to
 * write shuts out those before, also one that does not know yet that it leads no more.
 *
 * <p>Used by one thread. After an exception nothing more can be written.
 */
public final class ControlWriter implements AutoCloseable {
  private static final String TRANSACTIONAL_ID = "regatta.coordinator";

  private final Producer<byte[], byte[]> producer;

  private ControlWriter(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Shuts out earlier writers; what they were writing is undone. Says which protocol holds.
   *
   * @param kafka properties of the client
   * @throws RegattaException RESOURCE where Kafka refuses or does not answer
   */
  public static ControlWriter begin(Map<String, Object> kafka) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    ControlWriter writer =
        new ControlWriter(
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    try {
      writer.producer.initTransactions();
      writer.write(Topics.PROTOCOL_KEY, Json.bytes(ProtocolVersion.CURRENT));
      return writer;
    } catch (KafkaException e) {
      writer.close();
      throw RegattaException.resource("Cannot begin to lead: " + e.getMessage(), e);
    } catch (RegattaException e) {
      writer.close();
      throw e;
    }
  }

  /**
   * Writes the word on a sweep and waits until it holds.
   *
   * @throws RegattaException RESOURCE where Kafka did not take it, or another coordinator leads
   */
  public void put(SweepControl control) {
    write(Topics.sweepKey(control.id()), Json.bytes(control));
  }

  private void write(String key, byte[] value) {
    try {
      producer.beginTransaction();
      producer.send(
          new ProducerRecord<>(Topics.CONTROL, key.getBytes(StandardCharsets.UTF_8), value));
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw RegattaException.resource(
          "Cannot write to " + Topics.CONTROL + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
