package dev.regatta.worker.queue;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch of requests, gives them to the engine as it has places, publishes each completion
 * and acknowledges a request only after the broker has confirmed its completion; then takes the
 * next batch. A request is answered at least once; the sink drops what was answered twice.
 *
 * <p>A share consumer gets nothing new while it holds anything, so one slow request holds up its
 * lane; the other lanes take its place, for a lane takes a batch only when the {@link Room} of the
 * engine has a place for it.
 *
 * <p>One thread does everything: engine and producer only put events into the lane's queue. That
 * keeps JSON and a full producer buffer away from the engine's threads, and the state free of
 * locks.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /**
   * Short, for a consumer may hold requests from an earlier fetch while another lane, which has the
   * reservation, polls in vain.
   */
  private static final Duration POLL = Duration.ofMillis(50);

  private static final Duration PATIENCE = Duration.ofMillis(100);

  /** Longer than the others poll, so that idle lanes cannot keep a suspect waiting. */
  private static final Duration PATIENCE_ALONE = POLL.plusMillis(50);

  /** A finished request is acknowledged within this time though others of its batch still run. */
  private static final Duration UPKEEP = Duration.ofSeconds(1);

  /** How often a lane that has requests for the engine looks for places that others have left. */
  private static final Duration LOOK = Duration.ofMillis(5);

  private final Held held;
  private final ModelRuntime runtime;
  private final Producer<byte[], byte[]> producer;
  private final Attempts attempts;
  private final LaneConfig config;
  private final Gate gate;
  private final Room room;
  private final Stop stop;
  private final Tally tally;
  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

  /** Taken, and waiting for a place in the engine. */
  private final Deque<Task> waiting = new ArrayDeque<>();

  /** Waits to run alone; no other lane has one. */
  private Task suspect;

  private int running;

  Lane(
      Held held,
      ModelRuntime runtime,
      Producer<byte[], byte[]> producer,
      Attempts attempts,
      LaneConfig config,
      Shared shared) {
    this.held = held;
    this.runtime = runtime;
    this.producer = producer;
    this.attempts = attempts;
    this.config = config;
    this.gate = shared.gate();
    this.room = shared.room();
    this.stop = shared.stop();
    this.tally = shared.tally();
  }

  /** What the lanes of a worker have in common. */
  record Shared(Gate gate, Room room, Stop stop, Tally tally) {}

  /** Works until the worker stops; throws what only a new worker can mend. */
  void run() throws InterruptedException {
    while (!stop.requested()) {
      // Before the gate: who waits behind it for room would keep a suspect from running alone.
      boolean reserved = room.tryReserve(PATIENCE);
      if (reserved || held.mayHaveMore()) {
        workTogether(reserved);
        runSuspectAlone();
        tally.released.add(held.finish());
      }
    }
  }

  private void workTogether(boolean reserved) throws InterruptedException {
    if (!gate.tryEnterTogether(PATIENCE)) {
      endReservation(reserved);
      return;
    }
    try {
      takeBatch(reserved);
      runToVerdicts();
    } finally {
      gate.leaveTogether();
    }
  }

  private void takeBatch(boolean reserved) {
    try {
      admit(held.take(reserved ? POLL : Duration.ZERO));
    } finally {
      endReservation(reserved);
    }
  }

  private void endReservation(boolean reserved) {
    if (reserved) {
      room.endReservation();
    }
  }

  private void admit(List<Task> tasks) {
    room.take(tasks.size());
    // First, for what they take back may be among them.
    tasks.stream().filter(Task::recalls).forEach(task -> attempts.recall(task.delivery()));
    waiting.addAll(tasks);
    startWaiting();
  }

  /** Of what waits when the worker stops nothing is begun: it goes back to the queue. */
  private void startWaiting() {
    if (stop.requested()) {
      room.leave(waiting.size());
      waiting.clear();
    }
    while (!waiting.isEmpty() && room.hasPlace()) {
      begin(waiting.poll());
    }
  }

  private void begin(Task task) {
    Optional<RuntimeFailure> refusal = attempts.refusal(task.delivery());
    if (attempts.discards(task.delivery())) {
      room.leave(1);
      running++;
      verdict(task, AcknowledgeType.ACCEPT, tally.discarded);
    } else if (refusal.isPresent()) {
      room.leave(1);
      giveUp(task, refusal.get());
    } else if (attempts.suspect(task.delivery())) {
      room.leave(1);
      keepOrSetAside(task);
    } else {
      start(task);
    }
  }

  /**
   * If a suspect ends the process, whatever else is held counts one delivery more, until it is
   * given up though it never ran. So the worker keeps one suspect; others go to the end of the
   * queue, where they keep their number of attempts.
   */
  private void keepOrSetAside(Task task) {
    if (suspect == null && gate.tryClaimAlone()) {
      suspect = task;
    } else {
      setAside(task);
    }
  }

  private void runSuspectAlone() throws InterruptedException {
    while (suspect != null && !stop.requested()) {
      if (gate.tryEnterAlone(PATIENCE_ALONE)) {
        try {
          runAlone(suspect);
        } finally {
          gate.leaveAlone();
        }
        dropSuspect();
      } else {
        admit(held.renewIfDue());
      }
    }
    dropSuspect();
  }

  private void runAlone(Task task) throws InterruptedException {
    boolean last = attempts.last(task.delivery());
    Task attempt = last ? announce(task) : task;
    held.settle();
    room.take(1);
    start(attempt);
    runToVerdicts();
    if (last && attempt.verdict == null) {
      // The time to drain is over: nobody waits for the broker's word on this.
      producer.send(attempt.delivery().afterStop());
      tally.released.increment();
    } else if (last) {
      attempts.lastAttemptEnded(attempt.delivery());
    }
  }

  /** Who finds this record when the worker has ended knows that the attempt was made. */
  private Task announce(Task task) throws InterruptedException {
    running++;
    publish(task, task.delivery().afterLastAttempt(), tally.setAside);
    runToVerdicts();
    return task.acknowledged();
  }

  private void giveUp(Task task, RuntimeFailure reason) {
    running++;
    Duration grace = attempts.grace(task.delivery());
    if (grace.isZero()) {
      quarantine(task, reason);
    } else {
      later(grace, () -> giveUpUnlessVoid(task, reason));
    }
  }

  private void giveUpUnlessVoid(Task task, RuntimeFailure reason) {
    if (attempts.isVoid(task.delivery())) {
      verdict(task, AcknowledgeType.ACCEPT, tally.discarded);
    } else {
      quarantine(task, reason);
    }
  }

  private void later(Duration wait, Runnable event) {
    CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS, events::add)
        .execute(event);
  }

  private void dropSuspect() {
    if (suspect != null) {
      suspect = null;
      gate.giveUpClaim();
    }
  }

  private void setAside(Task task) {
    running++;
    publish(task, task.delivery().setAside(), tally.setAside);
  }

  /** Returns when nothing runs any more, or the time to drain is over. */
  private void runToVerdicts() throws InterruptedException {
    while ((running > 0 || !waiting.isEmpty()) && !stop.overdue()) {
      Runnable event = events.poll(upkeepNanos(), TimeUnit.NANOSECONDS);
      if (event == null) {
        held.acknowledgeIfDue(UPKEEP);
      }
      while (event != null) {
        event.run();
        event = events.poll();
      }
      admit(held.renewIfDue());
      if (running == 0 && held.isOld()) {
        setAsideWaiting();
      }
    }
    held.acknowledge();
  }

  /** What came without a reservation, and found no place for long, another worker may run. */
  private void setAsideWaiting() {
    room.leave(waiting.size());
    waiting.forEach(this::setAside);
    waiting.clear();
  }

  private long upkeepNanos() {
    if (!waiting.isEmpty()) {
      return LOOK.toNanos();
    }
    return Math.min(UPKEEP.toNanos(), held.renewalInterval().toNanos());
  }

  private void start(Task task) {
    running++;
    room.enter();
    CompletableFuture<Answer> answer = submit(task);
    answer.whenComplete((value, error) -> room.answered());
    if (answer.isDone()) {
      // Joined, for what is thrown here is the lane's error and must not stay in a future.
      answer.handle((value, error) -> ended(task, value, error)).join();
    } else {
      answer.whenComplete((value, error) -> events.add(() -> ended(task, value, error)));
    }
  }

  private CompletableFuture<Answer> submit(Task task) {
    try {
      // Without a limit a request that its engine has lost would be renewed for ever.
      return runtime
          .submit(task.delivery().request())
          .orTimeout(config.answerTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Void ended(Task task, Answer answer, Throwable error) {
    if (error != null) {
      failed(task, Attempts.failure(error));
    } else {
      publish(task, attempts.answered(task.delivery(), answer), tally.answered);
    }
    return null;
  }

  private void failed(Task task, RuntimeFailure failure) {
    if (stop.requested() && failure.action() == RuntimeFailure.Action.RETRY) {
      release(task);
    } else if (attempts.again(task.delivery(), failure)) {
      LOG.debug("Attempt {} failed, will retry", task.delivery().attempt(), failure);
      Duration backoff = config.backoff(task.delivery().attempt());
      later(backoff, () -> verdict(task, AcknowledgeType.RELEASE, tally.released));
    } else {
      quarantine(task, failure);
    }
  }

  /** Gives a request back that has not been tried to the end. */
  private void release(Task task) {
    if (attempts.last(task.delivery())) {
      // Its record is acknowledged since the attempt was announced.
      publish(task, task.delivery().afterStop(), tally.released);
    } else {
      verdict(task, AcknowledgeType.RELEASE, tally.released);
    }
  }

  private void quarantine(Task task, RuntimeFailure reason) {
    publish(task, attempts.quarantined(task.delivery(), reason), tally.quarantined);
  }

  private void publish(Task task, ProducerRecord<byte[], byte[]> completion, LongAdder count) {
    producer.send(completion, (metadata, error) -> events.add(() -> published(task, count, error)));
  }

  private void published(Task task, LongAdder count, Exception error) {
    if (error == null) {
      verdict(task, AcknowledgeType.ACCEPT, count);
    } else if (error instanceof RecordTooLargeException && count == tally.answered) {
      quarantine(
          task,
          new RuntimeFailure(
              ErrorCategory.RESOURCE,
              RuntimeFailure.Action.QUARANTINE,
              "The answer is too large for the queue: " + error.getMessage(),
              error));
    } else {
      throw RegattaException.resource("Cannot publish completions: " + error.getMessage(), error);
    }
  }

  private void verdict(Task task, AcknowledgeType verdict, LongAdder count) {
    task.end(verdict);
    running--;
    count.increment();
  }
}
