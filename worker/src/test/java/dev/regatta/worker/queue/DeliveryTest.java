package dev.regatta.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.Json;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static final byte[] REQUEST = Json.bytes(Cluster.generate("m", 1));

  @Test
  void toBeSetAsideIsNoAttemptHoweverOften() {
    Delivery third = delivery(3, new RecordHeaders());
    assertThat(third.attempt()).isEqualTo(3);
    Delivery aside = deliveredOnce(third.setAside());
    assertThat(aside.attempt()).isEqualTo(3);
    assertThat(deliveredOnce(aside.setAside()).attempt()).isEqualTo(3);
    assertThat(aside.tried()).isFalse();
  }

  @Test
  void anAnnouncementThatIsSetAsideKeepsTheNumberOfItsAttempt() {
    Delivery announced = deliveredOnce(delivery(5, new RecordHeaders()).afterLastAttempt());
    assertThat(announced.attempt()).isEqualTo(5);
    Delivery aside = deliveredOnce(announced.setAside());
    assertThat(aside.tried()).isTrue();
    assertThat(aside.attempt()).isEqualTo(5);
  }

  private static Delivery deliveredOnce(ProducerRecord<byte[], byte[]> sent) {
    return delivery(1, new RecordHeaders(sent.headers()));
  }

  private static Delivery delivery(int deliveries, RecordHeaders headers) {
    return Delivery.read(
        new ConsumerRecord<>(
            "queue",
            0,
            7,
            0,
            TimestampType.CREATE_TIME,
            0,
            REQUEST.length,
            null,
            REQUEST,
            headers,
            Optional.empty(),
            Optional.of((short) deliveries)));
  }
}
