package dev.regatta.cli.bench.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A simulated worker. All times are seconds of the simulation. */
final class Replica {
  private static final int NEVER = Integer.MAX_VALUE;

  private final String id;
  private final int slots;
  private final int created;
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(Comparator.comparingInt(Running::end));
  private int readyAt = NEVER;
  private int leavesBy = NEVER;
  private long answered;

  private record Running(Load.Request request, int begin) {
    int end() {
      return begin + request.seconds();
    }
  }

  Replica(String id, int slots, int created) {
    this.id = id;
    this.slots = slots;
    this.created = created;
  }

  String id() {
    return id;
  }

  int created() {
    return created;
  }

  long answered() {
    return answered;
  }

  int inFlight() {
    return running.size();
  }

  /** Gets its GPUs and starts. */
  void place(int now, int startSeconds) {
    readyAt = now + startSeconds;
  }

  boolean placed() {
    return readyAt != NEVER;
  }

  boolean ready(int now) {
    return readyAt <= now;
  }

  boolean draining() {
    return leavesBy != NEVER;
  }

  void drain(int by) {
    leavesBy = by;
  }

  boolean gone(int now) {
    return draining() && (running.isEmpty() || leavesBy <= now);
  }

  int free(int now) {
    return ready(now) && !draining() ? slots - running.size() : 0;
  }

  void take(Load.Request request, int now) {
    running.add(new Running(request, now));
  }

  /** Ends what is done. */
  List<Load.Request> finish(int now) {
    if (running.isEmpty() || running.peek().end() > now) {
      return List.of();
    }
    List<Load.Request> done = new ArrayList<>();
    while (!running.isEmpty() && running.peek().end() <= now) {
      done.add(running.remove().request());
    }
    answered += done.size();
    return done;
  }

  /**
   * Gives back what it has not finished.
   *
   * @return slot-seconds that it has spent on it
   */
  long release(int now, List<Load.Request> to) {
    long spent = 0;
    for (Running each : running) {
      spent += now - each.begin();
      to.add(each.request());
    }
    running.clear();
    return spent;
  }
}
