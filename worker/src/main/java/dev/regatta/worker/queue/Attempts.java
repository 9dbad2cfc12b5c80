package dev.regatta.worker.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.CompletionKey;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Failure;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Origin;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Timing;
import dev.regatta.protocol.Topics;
import dev.regatta.service.log.LogIds;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.RuntimeFailure;
import dev.regatta.worker.runtime.RuntimeInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The rules of an attempt at a request: which are refused, what a completion says. */
final class Attempts {
  /** From this delivery on a request runs alone. */
  static final int SUSPECT_FROM = 3;

  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final ObjectWriter COMPLETION = Json.MAPPER.writerFor(Completion.class);

  private final String model;
  private final String workerId;
  private final int maxAttempts;
  private final RuntimeInfo info;
  private final SweepEpochs epochs;
  private final Clock clock;
  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  /** Offsets of the records that take announcements back. Those are before them on the queue. */
  private final Map<String, Long> recalls = new ConcurrentHashMap<>();

  Attempts(LaneConfig config, RuntimeInfo info, SweepEpochs epochs, Clock clock) {
    this.model = config.model();
    this.workerId = config.workerId();
    this.maxAttempts = config.maxAttempts();
    this.info = info;
    this.epochs = epochs;
    this.clock = clock;
  }

  /** True for a request of a sweep that was stopped since: it gets no answer and no completion. */
  boolean discards(Delivery delivery) {
    return delivery.request() != null && epochs.isVoid(delivery.request()) || isVoid(delivery);
  }

  boolean suspect(Delivery delivery) {
    return delivery.attempt() >= SUSPECT_FROM || last(delivery);
  }

  /**
   * Whether no further attempt may follow. Kafka's count alone gives nobody up: a broker that comes
   * back after a kill counts deliveries that no worker has seen.
   */
  boolean last(Delivery delivery) {
    return delivery.attempt() >= Math.max(2, maxAttempts);
  }

  /** The last attempt has ended, one way or the other: what announced it is void. */
  void lastAttemptEnded(Delivery delivery) {
    ended.add(key(delivery));
  }

  /** A stop has kept a request from its last attempt: what announced that is void. */
  void recall(Delivery delivery) {
    if (delivery.request() != null) {
      recalls.merge(key(delivery), delivery.record().offset(), Math::max);
    }
  }

  /** Whether this record announces a last attempt that has ended on this worker, or was none. */
  boolean isVoid(Delivery delivery) {
    if (!delivery.tried() || delivery.request() == null) {
      return false;
    }
    String key = key(delivery);
    return delivery.record().offset() < recalls.getOrDefault(key, 0L) || ended.remove(key);
  }

  private static String key(Delivery delivery) {
    return delivery.request().sweep() + "/" + delivery.request().ordinal();
  }

  /** How long to wait with giving a request up: its last attempt may be under way elsewhere. */
  Duration grace(Delivery delivery) {
    Duration age = Duration.ofMillis(clock.millis() - delivery.record().timestamp());
    return delivery.tried() && age.compareTo(GRACE) < 0 ? GRACE.minus(age) : Duration.ZERO;
  }

  /** Why a delivery must not reach the engine; empty where it may. */
  Optional<RuntimeFailure> refusal(Delivery delivery) {
    if (delivery.request() == null) {
      return Optional.of(
          permanent(ErrorCategory.INTERNAL, "Unreadable request: " + delivery.problem()));
    }
    if (!info.kinds().contains(delivery.request().kind())) {
      return Optional.of(
          permanent(
              ErrorCategory.USER,
              "Runtime "
                  + info.runtime()
                  + " cannot answer "
                  + delivery.request().kind()
                  + " requests (it can: "
                  + info.kinds()
                  + ")"
                  + why(delivery.request().kind())));
    }
    if (delivery.tried()) {
      // The engine's failures are quarantined at the limit: here a worker ended before it could
      // say anything.
      return Optional.of(
          permanent(
              ErrorCategory.MODEL,
              "The request was delivered "
                  + delivery.attempt()
                  + " times without an answer: workers ended while they ran it"));
    }
    return Optional.empty();
  }

  private String why(RequestKind kind) {
    String reason = info.refused().get(kind);
    return reason == null ? "" : ". " + reason;
  }

  /** True where a failed attempt is followed by another one. */
  boolean again(Delivery delivery, RuntimeFailure failure) {
    return failure.action() == RuntimeFailure.Action.RETRY && delivery.attempt() < maxAttempts;
  }

  ProducerRecord<byte[], byte[]> answered(Delivery delivery, Answer answer) {
    return message(
        Completion.answered(
            delivery.request(),
            answer.outputs(),
            answer.usage(),
            timing(delivery, answer),
            origin(delivery)));
  }

  ProducerRecord<byte[], byte[]> quarantined(Delivery delivery, RuntimeFailure reason) {
    Failure failure = new Failure(reason.category(), reason.getMessage());
    Completion completion = delivery.quarantined(model, failure, null, origin(delivery));
    try (MDC.MDCCloseable sweep = MDC.putCloseable(LogIds.SWEEP, completion.sweep());
        MDC.MDCCloseable request = MDC.putCloseable(LogIds.REQUEST, completion.requestId())) {
      LOG.info(
          "Quarantined at attempt {}: {}: {}",
          delivery.attempt(),
          failure.category(),
          failure.message());
    }
    return message(completion);
  }

  private Timing timing(Delivery delivery, Answer answer) {
    double sinceStart = (System.nanoTime() - answer.startedNanos()) / 1e9;
    double started = clock.millis() / 1e3 - sinceStart;
    double queued = Math.max(0, started - delivery.record().timestamp() / 1e3);
    return new Timing(
        Math.round((started + answer.durationSeconds()) * 1e3),
        queued,
        answer.timeToFirstTokenSeconds(),
        answer.durationSeconds());
  }

  private Origin origin(Delivery delivery) {
    return new Origin(
        workerId,
        delivery.attempt(),
        info.revision(),
        info.runtime(),
        info.version(),
        info.simulated());
  }

  private static ProducerRecord<byte[], byte[]> message(Completion completion) {
    byte[] key = CompletionKey.of(completion).bytes();
    try {
      ProducerRecord<byte[], byte[]> message =
          new ProducerRecord<>(Topics.COMPLETIONS, key, COMPLETION.writeValueAsBytes(completion));
      if (!completion.answered()) {
        message.headers().add(CompletionKey.QUARANTINED, null);
      }
      return message;
    } catch (JsonProcessingException e) {
      throw RegattaException.internal("Cannot write the completion as JSON", e);
    }
  }

  private static RuntimeFailure permanent(ErrorCategory category, String message) {
    return new RuntimeFailure(category, RuntimeFailure.Action.QUARANTINE, message, null);
  }

  /** What an engine threw, as a decision: what it did not foresee is tried again. */
  static RuntimeFailure failure(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof RuntimeFailure failure) {
      return failure;
    }
    if (cause instanceof TimeoutException) {
      return new RuntimeFailure(
          ErrorCategory.MODEL,
          RuntimeFailure.Action.RETRY,
          "The engine has not answered within the worker's answer-timeout",
          cause);
    }
    ErrorCategory category =
        cause instanceof RegattaException known ? known.category() : ErrorCategory.INTERNAL;
    return new RuntimeFailure(category, RuntimeFailure.Action.RETRY, cause.toString(), cause);
  }
}
