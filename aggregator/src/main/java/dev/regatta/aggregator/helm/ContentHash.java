package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A hash of what runs hold, whatever the order of statistics and of the keys of objects: equal for
 * runs that say the same.
 */
final class ContentHash {
  private static final ObjectWriter SORTED =
      Json.MAPPER.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private final MessageDigest digest = sha256();
  private long first;
  private long second;

  /** Takes one thing of a run. */
  void add(String run, Object value) {
    digest.update(run.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(json(value)));
    first += hash.getLong();
    second += hash.getLong();
  }

  /** 32 hex digits over all that was added. */
  String hex() {
    return "%016x%016x".formatted(first, second);
  }

  /** 32 hex digits that stand for these texts. */
  static String of(String... texts) {
    byte[] hash = sha256().digest(String.join("\n", texts).getBytes(StandardCharsets.UTF_8));
    ByteBuffer buffer = ByteBuffer.wrap(hash);
    return "%016x%016x".formatted(buffer.getLong(), buffer.getLong());
  }

  private static byte[] json(Object value) {
    try {
      // Only the keys of maps are sorted, so all objects have to be some.
      return SORTED.writeValueAsBytes(Json.MAPPER.convertValue(value, Object.class));
    } catch (JsonProcessingException e) {
      throw RegattaException.internal("Cannot write " + value.getClass() + " as JSON", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
