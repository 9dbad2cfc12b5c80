package dev.regatta.cli.bench;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.Topics;
import dev.regatta.protocol.WorkerDetails;
import dev.regatta.service.registry.Presence;
import dev.regatta.service.registry.StatusPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Workers with nothing to do, as far as other services know of them: each says how it is as often
 * as a real one does, one after the other at even distances. They share one connection.
 */
final class IdleWorkers implements AutoCloseable {
  private static final int SLOTS = 64;

  private final List<Worker> workers;
  private final Producer<byte[], byte[]> producer;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private int next;

  private record Worker(Presence presence, String model) {
    ServiceStatus status() {
      return presence.of(
          new WorkerDetails(
              model,
              "openai",
              "vllm 0.11.0",
              "main",
              SLOTS,
              8192,
              List.of(RequestKind.values()),
              Map.of(),
              SLOTS,
              0,
              0,
              0,
              0,
              0,
              false));
    }
  }

  /**
   * @param models the model of each worker, by its id
   */
  IdleWorkers(String bootstrap, Map<String, String> models) {
    workers =
        models.entrySet().stream().map(each -> worker(each.getKey(), each.getValue())).toList();
    // Each word in a batch of its own, as of so many producers.
    Map<String, Object> properties =
        Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 0);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    Duration distance = StatusPublisher.INTERVAL.dividedBy(workers.size());
    executor.scheduleAtFixedRate(this::publish, 0, distance.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Worker worker(String id, String model) {
    Presence presence = new Presence(id, Clock.systemUTC());
    presence.is(ServiceState.SERVING);
    return new Worker(presence, model);
  }

  private void publish() {
    Worker worker = workers.get(next);
    next = (next + 1) % workers.size();
    byte[] id = worker.presence.id().getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(Topics.SERVICES, id, Json.bytes(worker.status())));
  }

  @Override
  public void close() {
    executor.shutdownNow();
    producer.close(Duration.ZERO);
  }
}
