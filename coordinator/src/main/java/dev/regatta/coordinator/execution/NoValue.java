package dev.regatta.coordinator.execution;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** For readers of keys alone: values are not looked at, so they are not copied either. */
final class NoValue implements Deserializer<Void> {
  @Override
  public Void deserialize(String topic, byte[] data) {
    return null;
  }

  @Override
  public Void deserialize(String topic, Headers headers, ByteBuffer data) {
    return null;
  }
}
