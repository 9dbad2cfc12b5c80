package dev.regatta.coordinator.execution;

import dev.regatta.protocol.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a record of a queue tells without its value being parsed: the key is {@code
 * <sweep>/<ordinal>}, a header carries the epoch where it is not 0.
 */
record QueueRecord(String sweep, int ordinal, int epoch) {
  private static final String EPOCH = "epoch";

  static byte[] key(Request request) {
    return (request.sweep() + "/" + request.ordinal()).getBytes(StandardCharsets.UTF_8);
  }

  static void mark(Headers headers, int epoch) {
    if (epoch != 0) {
      headers.add(EPOCH, ByteBuffer.allocate(Integer.BYTES).putInt(epoch).array());
    }
  }

  /** Empty where the record has been published by somebody else. */
  static Optional<QueueRecord> of(ConsumerRecord<byte[], ?> message) {
    if (message.key() == null) {
      return Optional.empty();
    }
    String key = new String(message.key(), StandardCharsets.UTF_8);
    int slash = key.lastIndexOf('/');
    try {
      int ordinal = Integer.parseInt(key.substring(slash + 1));
      return slash < 0 || ordinal < 0
          ? Optional.empty()
          : Optional.of(new QueueRecord(key.substring(0, slash), ordinal, epoch(message)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static int epoch(ConsumerRecord<byte[], ?> message) {
    Header header = message.headers().lastHeader(EPOCH);
    return header == null || header.value().length != Integer.BYTES
        ? 0
        : ByteBuffer.wrap(header.value()).getInt();
  }
}
