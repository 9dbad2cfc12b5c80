package dev.regatta.service.registry;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.ProtocolVersion;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.Topics;
import dev.regatta.service.kafka.TopicFollower;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What the coordinator says on {@link Topics#CONTROL}, as of now. */
public final class ControlLog implements AutoCloseable {
  private final Map<String, SweepControl> sweeps = new ConcurrentHashMap<>();
  private final Consumer<SweepControl> listener;
  private final CompletableFuture<Void> termination = new CompletableFuture<>();
  private volatile ProtocolVersion protocol;
  private volatile String service;
  private TopicFollower follower;

  private ControlLog(Consumer<SweepControl> listener) {
    this.listener = listener;
  }

  /**
   * Starts to follow the topic, which must exist, and returns when everything that was there is
   * known.
   *
   * @param kafka properties of the client
   * @param listener called for every word on a sweep, those that were there included, in order, by
   *     one thread; must be quick
   * @throws RegattaException RESOURCE where Kafka does not answer
   */
  public static ControlLog follow(Map<String, Object> kafka, Consumer<SweepControl> listener) {
    ControlLog log = new ControlLog(listener);
    log.follower = TopicFollower.start(Topics.CONTROL, kafka, log::record);
    log.follower
        .termination()
        .whenComplete(
            (end, error) -> {
              if (error == null) {
                log.termination.complete(null);
              } else {
                log.termination.completeExceptionally(error);
              }
            });
    return log;
  }

  /**
   * Refuses to work with a coordinator of another protocol. A cluster without a word on it is fine;
   * one that comes later and is another's ends {@link #termination} with the same error.
   *
   * @throws RegattaException USER, naming both versions
   */
  public ControlLog requireProtocol(String service) {
    this.service = service;
    protocol().ifPresent(version -> version.requireCurrent(service));
    return this;
  }

  /** The coordinator's protocol; empty where there was none yet. */
  public Optional<ProtocolVersion> protocol() {
    return Optional.ofNullable(protocol);
  }

  /** The last word on every sweep, by id. */
  public Map<String, SweepControl> sweeps() {
    return Map.copyOf(sweeps);
  }

  /**
   * Completes when nothing more is heard: by {@link #close}, or with an error where Kafka refuses
   * the client or the cluster has another protocol than is required.
   */
  public CompletionStage<Void> termination() {
    return termination;
  }

  private void record(String key, byte[] value) {
    if (key.equals(Topics.PROTOCOL_KEY)) {
      protocol = value == null ? null : Json.read(value, ProtocolVersion.class);
      judge();
    } else if (Topics.isSweepKey(key)) {
      if (value == null) {
        sweeps.values().removeIf(sweep -> Topics.sweepKey(sweep.id()).equals(key));
      } else {
        SweepControl control = Json.read(value, SweepControl.class);
        sweeps.put(control.id(), control);
        listener.accept(control);
      }
    }
  }

  private void judge() {
    String required = service;
    if (required != null) {
      try {
        protocol().ifPresent(version -> version.requireCurrent(required));
      } catch (RegattaException e) {
        termination.completeExceptionally(e);
      }
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
