package dev.regatta.coordinator.scale;

import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How fast the workers of each model are, and how long they take to start, by what they say of
 * themselves. All times are the workers' own.
 *
 * <p>A rate is answers over replica-seconds, counted only while at least half of a worker's places
 * are taken: a trickle says nothing of what an engine can do. Older answers fade by the number of
 * those that came after them, so that slow and fast engines are followed alike.
 */
final class WorkerHistory {
  /** What a slot is taken for to do before anything is measured: one request in this time. */
  static final Duration PRIOR_REQUEST = Duration.ofSeconds(10);

  /** So many answers of each slot are remembered. */
  private static final int REMEMBERED = 20;

  /** Weight of the latest start. */
  private static final double NEWEST = 0.5;

  private final Map<String, ServiceStatus> last = new HashMap<>();
  private final Map<String, Pace> paces = new HashMap<>();
  private final Map<String, Double> starts = new HashMap<>();

  /** Ids of the workers that were seen to start and have not served yet. */
  private final Set<String> opening = new HashSet<>();

  /**
   * Answers and the replica-seconds that they took.
   *
   * @param measured whether there are answers in it beside the prior
   */
  private record Pace(double answers, double seconds, boolean measured) {

    /** One request of each slot; an engine that then answers nothing for long is a slow one. */
    static Pace prior(int slots) {
      return new Pace(Math.max(1, slots), PRIOR_REQUEST.toSeconds(), false);
    }

    /** What came of another look, at workers that have so many slots together. */
    Pace then(Pace look, int slots) {
      double kept = Math.exp(-look.answers / (REMEMBERED * Math.max(1, slots)));
      return new Pace(answers * kept, seconds * kept, measured).plus(look);
    }

    Pace plus(Pace other) {
      return new Pace(answers + other.answers, seconds + other.seconds, measured || other.measured);
    }

    double rate() {
      return answers / seconds;
    }
  }

  /** Takes note of the workers that are present. */
  void observe(List<ServiceStatus> workers) {
    Map<String, ServiceStatus> present = new HashMap<>();
    Map<String, Pace> looks = new HashMap<>();
    Map<String, List<Integer>> slots = new HashMap<>();
    for (ServiceStatus status : workers) {
      if (status.worker() != null) {
        String model = status.worker().model();
        present.put(status.id(), status);
        slots.computeIfAbsent(model, m -> new ArrayList<>()).add(status.worker().slots());
        started(status);
        since(status).ifPresent(pace -> looks.merge(model, pace, Pace::plus));
      }
    }
    looks.forEach((model, look) -> learn(model, look, slots.get(model)));
    opening.retainAll(present.keySet());
    last.clear();
    last.putAll(present);
  }

  private void learn(String model, Pace look, List<Integer> slots) {
    Pace before = paces.getOrDefault(model, Pace.prior(Collections.max(slots)));
    paces.put(model, before.then(look, slots.stream().mapToInt(Integer::intValue).sum()));
  }

  private void started(ServiceStatus status) {
    if (status.state() == ServiceState.STARTING) {
      opening.add(status.id());
    } else if (status.state() == ServiceState.SERVING && opening.remove(status.id())) {
      double start = (status.updatedAtMillis() - status.startedAtMillis()) / 1e3;
      starts.merge(status.worker().model(), start, (old, add) -> old + NEWEST * (add - old));
    }
  }

  /** What a loaded worker has done since it was seen last. */
  private Optional<Pace> since(ServiceStatus now) {
    ServiceStatus before = last.get(now.id());
    if (before == null
        || before.startedAtMillis() != now.startedAtMillis()
        || before.updatedAtMillis() >= now.updatedAtMillis()
        || !loaded(before)
        || !loaded(now)) {
      return Optional.empty();
    }
    long answered = outcomes(now.worker()) - outcomes(before.worker());
    double seconds = (now.updatedAtMillis() - before.updatedAtMillis()) / 1e3;
    return Optional.of(new Pace(Math.max(0, answered), seconds, answered > 0));
  }

  private static boolean loaded(ServiceStatus status) {
    WorkerDetails worker = status.worker();
    return status.state() == ServiceState.SERVING
        && 2 * worker.inFlight() >= Math.max(1, Math.min(worker.slots(), worker.concurrency()));
  }

  private static long outcomes(WorkerDetails worker) {
    return worker.answered() + worker.quarantined();
  }

  /** Requests a second that one worker answers; empty where none has been seen at it. */
  OptionalDouble measured(String model) {
    Pace pace = paces.get(model);
    return pace != null && pace.measured()
        ? OptionalDouble.of(pace.rate())
        : OptionalDouble.empty();
  }

  /** What a worker is taken for to answer in a second: what was measured, begun with the prior. */
  double rate(String model, int slots) {
    return paces.getOrDefault(model, Pace.prior(slots)).rate();
  }

  /** From a worker's start to when it served first. */
  Optional<Duration> startTime(String model) {
    return Optional.ofNullable(starts.get(model))
        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1e3)));
  }
}
