package dev.regatta.worker.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.Failure;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Origin;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of the queue, read as far as it can be.
 *
 * @param request null where the record is no request
 * @param problem why it is none; null where it is one
 * @param attempt number of the attempt that this delivery permits, from 1: deliveries, and the
 *     attempts made before the record was set aside. What announces a last attempt permits none and
 *     has the number of that one, however often it is delivered itself.
 */
record Delivery(
    ConsumerRecord<byte[], byte[]> record, Request request, String problem, int attempt) {

  /** Header of a request that was set aside: a byte with the attempts made before. */
  private static final String ATTEMPTS = "attempts";

  /** Header of a request whose last attempt has begun; without a value. */
  private static final String TRIED = "tried";

  /**
   * Header of a request that a stop has kept from its last attempt: what announced that attempt is
   * void; without a value.
   */
  private static final String RECALLS = "recalls";

  private static final ObjectReader REQUEST = Json.MAPPER.readerFor(Request.class);

  static Delivery read(ConsumerRecord<byte[], byte[]> record) {
    int attempt = attempt(record);
    try {
      Request request = record.value() == null ? null : REQUEST.readValue(record.value());
      String problem = problem(request);
      return new Delivery(record, problem == null ? request : null, problem, attempt);
    } catch (JsonProcessingException e) {
      return new Delivery(record, null, e.getOriginalMessage(), attempt);
    } catch (IOException | RuntimeException e) {
      return new Delivery(record, null, e.toString(), attempt);
    }
  }

  private static int attempt(ConsumerRecord<byte[], byte[]> record) {
    int deliveries = record.deliveryCount().map(Short::intValue).orElse(1);
    return isTried(record) ? Math.max(1, earlier(record)) : deliveries + earlier(record);
  }

  private static int earlier(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(ATTEMPTS);
    return header == null || header.value() == null || header.value().length != 1
        ? 0
        : Math.max(0, header.value()[0]);
  }

  /** The record once more, for the end of its queue; the present delivery is no attempt. */
  ProducerRecord<byte[], byte[]> setAside() {
    return again(tried() ? attempt : attempt - 1);
  }

  /** The record for whoever comes after an attempt that is the last one and has begun. */
  ProducerRecord<byte[], byte[]> afterLastAttempt() {
    ProducerRecord<byte[], byte[]> after = again(attempt);
    after.headers().add(TRIED, null);
    return after;
  }

  /** The record for another try at the last attempt, which a stop has kept from its end. */
  ProducerRecord<byte[], byte[]> afterStop() {
    ProducerRecord<byte[], byte[]> after = again(attempt - 1);
    after.headers().add(RECALLS, null);
    return after;
  }

  static boolean recalls(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(RECALLS) != null;
  }

  /** Whether the last attempt has begun already. */
  boolean tried() {
    return isTried(record);
  }

  private static boolean isTried(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(TRIED) != null;
  }

  private ProducerRecord<byte[], byte[]> again(int attempts) {
    ProducerRecord<byte[], byte[]> again =
        new ProducerRecord<>(record.topic(), record.key(), record.value());
    record.headers().forEach(again.headers()::add);
    again
        .headers()
        .remove(RECALLS)
        .remove(ATTEMPTS)
        .add(ATTEMPTS, new byte[] {(byte) Math.min(attempts, 100)});
    return again;
  }

  private static String problem(Request request) {
    if (request == null) {
      return "the record is empty";
    }
    if (request.requestId() == null || request.sweep() == null || request.decoding() == null) {
      return "requestId, sweep or decoding is missing";
    }
    if (request.kind() == null) {
      return "kind is missing";
    }
    return switch (request.kind()) {
      case GENERATE, SCORE -> request.prompt() == null ? "prompt is missing" : null;
      case CHAT -> request.messages() == null ? "messages are missing" : null;
    };
  }

  /** The record's place in the topic, the same for every delivery. */
  Position position() {
    return Position.of(record);
  }

  /** The final word about a request that has no answer; with what is known of an unreadable one. */
  Completion quarantined(String model, Failure failure, Timing timing, Origin origin) {
    if (request != null) {
      return Completion.quarantined(request, failure, timing, origin);
    }
    JsonNode json = tree();
    return new Completion(
        json.path("requestId").asText(key()),
        json.path("sweep").asText(""),
        json.path("model").asText(model),
        json.path("ordinal").asLong(-1),
        null,
        null,
        timing,
        origin,
        failure);
  }

  private String key() {
    return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
  }

  private JsonNode tree() {
    try {
      JsonNode json = record.value() == null ? null : Json.MAPPER.readTree(record.value());
      return json == null ? Json.MAPPER.createObjectNode() : json;
    } catch (IOException e) {
      return Json.MAPPER.createObjectNode();
    }
  }

  /** Where a record is. */
  record Position(int partition, long offset) {
    static Position of(ConsumerRecord<?, ?> record) {
      return new Position(record.partition(), record.offset());
    }
  }
}
