package dev.regatta.coordinator.scale;

import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import java.time.Duration;
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
 * are taken: a trickle says nothing of what an engine can do. Answers come as fast as they will
 * only when a request's time has passed since the load began: each such period begins with one
 * expected answer of every slot in place of that time. Older answers fade by the number of those
 * that came after them, so that slow and fast engines are followed alike.
 */
final class WorkerHistory {
  /** What a slot is taken for to do before anything is measured: one request in this time. */
  static final Duration PRIOR_REQUEST = Duration.ofSeconds(10);

  /** So many answers of each slot are remembered. */
  private static final int REMEMBERED = 20;

  /** Weight of the latest start. */
  private static final double NEWEST = 0.5;

  private final Map<String, Seen> last = new HashMap<>();
  private final Map<String, Pace> paces = new HashMap<>();
  private final Map<String, Double> starts = new HashMap<>();

  /** Ids of the workers that were seen to start and have not served yet. */
  private final Set<String> opening = new HashSet<>();

  /**
   * What was seen of a worker last.
   *
   * @param period while it is loaded
   */
  private record Seen(ServiceStatus status, Optional<Period> period) {}

  /**
   * Of a worker under load.
   *
   * @param elapsed seconds since it began
   * @param expected seconds that a request was expected to take then
   */
  private record Period(double elapsed, double expected) {
    Period then(double seconds) {
      return new Period(elapsed + seconds, expected);
    }

    /** Of the last {@code seconds}, those that count. */
    double counted(double seconds) {
      return Math.max(0, elapsed - Math.max(expected, elapsed - seconds));
    }
  }

  /**
   * Answers and the replica-seconds that they took.
   *
   * @param measured whether there are answers in it beside those expected
   */
  private record Pace(double answers, double seconds, boolean measured) {

    static Pace prior(int slots) {
      return new Pace(Math.max(1, slots), PRIOR_REQUEST.toSeconds(), false);
    }

    /** One expected answer of each slot. */
    Pace expecting(int slots) {
      return new Pace(slots, slots / rate(), false);
    }

    Pace plus(Pace other) {
      return new Pace(answers + other.answers, seconds + other.seconds, measured || other.measured);
    }

    /** The same rate, remembered of no more answers than these. */
    Pace atMost(double most) {
      double kept = Math.min(1, most / answers);
      return new Pace(answers * kept, seconds * kept, measured);
    }

    double rate() {
      return answers / seconds;
    }
  }

  /** Takes note of the workers that are present. */
  void observe(List<ServiceStatus> workers) {
    Map<String, Seen> present = new HashMap<>();
    Map<String, Pace> looks = new HashMap<>();
    Map<String, Integer> slots = new HashMap<>();
    for (ServiceStatus status : workers) {
      if (status.worker() != null) {
        slots.merge(status.worker().model(), status.worker().slots(), Integer::sum);
        started(status);
        present.put(status.id(), see(status, looks));
      }
    }
    looks.forEach((model, look) -> learn(model, look, slots.get(model)));
    opening.retainAll(present.keySet());
    last.clear();
    last.putAll(present);
  }

  private void learn(String model, Pace look, int slots) {
    double most = REMEMBERED * Math.max(1, slots);
    Pace before = paces.get(model);
    double kept = Math.max(0, most - look.answers());
    paces.put(model, before == null ? look : before.atMost(kept).plus(look));
  }

  private void started(ServiceStatus status) {
    if (status.state() == ServiceState.STARTING) {
      opening.add(status.id());
    } else if (status.state() == ServiceState.SERVING && opening.remove(status.id())) {
      double start = (status.updatedAtMillis() - status.startedAtMillis()) / 1e3;
      starts.merge(status.worker().model(), start, (old, add) -> old + NEWEST * (add - old));
    }
  }

  private Seen see(ServiceStatus now, Map<String, Pace> looks) {
    if (!loaded(now)) {
      return new Seen(now, Optional.empty());
    }
    String model = now.worker().model();
    Optional<Seen> before =
        Optional.ofNullable(last.get(now.id()))
            .filter(seen -> seen.status().startedAtMillis() == now.startedAtMillis());
    Optional<Period> period = before.flatMap(Seen::period);
    if (period.isEmpty()) {
      int slots = Math.max(1, now.worker().slots());
      Pace expected = paces.getOrDefault(model, Pace.prior(slots)).expecting(slots);
      looks.merge(model, expected, Pace::plus);
      return new Seen(now, Optional.of(new Period(0, expected.seconds())));
    }
    ServiceStatus earlier = before.orElseThrow().status();
    long answers = Math.max(0, outcomes(now.worker()) - outcomes(earlier.worker()));
    double seconds = Math.max(0, now.updatedAtMillis() - earlier.updatedAtMillis()) / 1e3;
    Period longer = period.get().then(seconds);
    double counted = longer.counted(seconds);
    if (counted > 0) {
      double share = answers * counted / seconds;
      looks.merge(model, new Pace(share, counted, answers > 0), Pace::plus);
    }
    return new Seen(now, Optional.of(longer));
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
