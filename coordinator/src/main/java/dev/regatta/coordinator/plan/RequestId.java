package dev.regatta.coordinator.plan;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.ModelRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The first 128 bits of a SHA-256 over everything that determines an answer. Every field is
 * preceded by its length, so no two different requests have the same bytes.
 */
record RequestId(long high, long low) {

  static RequestId parse(String hex) {
    return new RequestId(
        Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
  }

  /** 32 lower-case hex digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }

  /** Hashes requests to one model. Not thread-safe. */
  static final class Hasher {
    private final MessageDigest digest;
    private final byte[] model;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    Hasher(ModelRef model) {
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("Every Java platform has SHA-256", e);
      }
      text(model.name());
      text(model.revision());
      text(model.runtime());
      text(model.runtimeVersion());
      this.model = digest.digest();
    }

    RequestId hash(
        String kind,
        String prompt,
        List<Message> messages,
        String continuation,
        Decoding decoding) {
      digest.update(model);
      text(kind);
      text(prompt);
      text(continuation);
      number(messages == null ? -1 : messages.size());
      if (messages != null) {
        for (Message message : messages) {
          text(message.role());
          text(message.content());
        }
      }
      decoding(decoding);
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      return new RequestId(hash.getLong(), hash.getLong());
    }

    private void decoding(Decoding decoding) {
      number(Double.doubleToLongBits(decoding.temperature()));
      number(Double.doubleToLongBits(decoding.topP()));
      number(decoding.maxTokens());
      number(decoding.stopSequences().size());
      decoding.stopSequences().forEach(this::text);
      number(decoding.numCompletions());
      number(decoding.topKPerToken());
      number(Double.doubleToLongBits(decoding.presencePenalty()));
      number(Double.doubleToLongBits(decoding.frequencyPenalty()));
      text(decoding.random());
    }

    private void text(String text) {
      if (text == null) {
        number(-1);
        return;
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      number(bytes.length);
      digest.update(bytes);
    }

    private void number(long value) {
      digest.update(number.putLong(0, value).array());
    }
  }
}
