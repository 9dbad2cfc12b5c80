package dev.regatta.cli.bench.scaling;

import dev.regatta.coordinator.scale.ScalingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What arrives at a cluster.
 *
 * @param name in tables
 * @param text what it is, in a sentence
 * @param gpus that the cluster has
 * @param pools that share them
 */
record Load(String name, String text, int gpus, List<Pool> pools) {
  private static final int SLOTS = 32;
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;

  /**
   * A model's workers and what is asked of them.
   *
   * @param requests in the order of their arrival
   */
  record Pool(ScalingPolicy policy, List<Request> requests) {
    String name() {
      return policy.model();
    }

    /** Requests a second that one replica answers with its slots full. */
    double rate() {
      double total = requests.stream().mapToDouble(Request::seconds).sum();
      return policy.slots() * requests.size() / total;
    }
  }

  /**
   * A request.
   *
   * @param arrival second in which it comes
   * @param seconds for which it takes a slot
   */
  record Request(int arrival, int seconds) {}

  /** All of them; the same requests each time. */
  static List<Load> all() {
    return List.of(burst(), trickle(), smallBursts(), contention(), longRequests(), overnight());
  }

  private static Load burst() {
    return new Load(
        "burst",
        "20,000 requests of about 10 s at once",
        8,
        List.of(pool("m", 8, 0, Duration.ofMinutes(30), at(0, 20_000, 5, 15))));
  }

  private static Load trickle() {
    List<Request> requests = new ArrayList<>();
    for (int second = 0; second < 4 * HOUR; second += 20) {
      requests.addAll(at(second, 1, 5, 15));
    }
    return new Load(
        "trickle",
        "one request of about 10 s every 20 s, for 4 hours",
        8,
        List.of(pool("m", 8, 0, Duration.ofMinutes(30), requests)));
  }

  private static Load smallBursts() {
    List<Request> requests = new ArrayList<>();
    for (int second = 0; second < 4 * HOUR; second += 20 * MINUTE) {
      requests.addAll(at(second, 200, 5, 15));
    }
    return new Load(
        "small bursts",
        "200 requests of about 10 s every 20 minutes, for 4 hours",
        8,
        List.of(pool("m", 8, 0, Duration.ofMinutes(30), requests)));
  }

  private static Load contention() {
    return new Load(
        "contention",
        "60,000 requests of about 10 s for one model; 20 minutes later 5,000 for one of a higher"
            + " priority",
        8,
        List.of(
            pool("large", 8, 0, Duration.ofHours(1), at(0, 60_000, 5, 15)),
            pool("urgent", 8, 1, Duration.ofMinutes(15), at(20 * MINUTE, 5000, 5, 15))));
  }

  private static Load longRequests() {
    ScalingPolicy policy = policy("m", 8, 8, 0, Duration.ofHours(1));
    return new Load(
        "long requests",
        "96 requests of 10 to 70 minutes at once, 8 slots a replica",
        8,
        List.of(new Pool(policy, at(0, 96, 10 * MINUTE, 70 * MINUTE))));
  }

  private static Load overnight() {
    List<Request> day = new ArrayList<>();
    for (int second = 10 * HOUR; second < 12 * HOUR; second += 30) {
      day.addAll(at(second, 5, 5, 15));
    }
    return new Load(
        "overnight",
        "400,000 requests of about 10 s in the evening, to be done in 8 hours; a trickle for another"
            + " model in the morning",
        16,
        List.of(
            pool("sweep", 16, 0, Duration.ofHours(8), at(0, 400_000, 5, 15)),
            pool("day", 16, 0, Duration.ofMinutes(30), day)));
  }

  private static Pool pool(
      String name, int max, int priority, Duration target, List<Request> requests) {
    return new Pool(policy(name, max, SLOTS, priority, target), requests);
  }

  private static ScalingPolicy policy(
      String name, int max, int slots, int priority, Duration target) {
    Duration idle = Duration.ofMinutes(5);
    Duration start = Duration.ofMinutes(3);
    return new ScalingPolicy(name, 0, max, 1, slots, priority, 1, idle, start, target, 0);
  }

  /** Requests that come together and take from {@code least} to {@code most} seconds. */
  private static List<Request> at(int second, int count, int least, int most) {
    Random random = new Random(second);
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(new Request(second, least + random.nextInt(most - least + 1)));
    }
    return requests;
  }
}
