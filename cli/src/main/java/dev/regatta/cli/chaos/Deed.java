package dev.regatta.cli.chaos;

import dev.regatta.service.life.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Something that is done to a service.
 *
 * @param pause before it
 * @param which of the role's members, from 0
 * @param length for how long the service is away
 */
public record Deed(Duration pause, Kind kind, int which, Duration length) {

  /** What is done. */
  public enum Kind {
    KILL_WORKER(Role.WORKER),
    SUSPEND_WORKER(Role.WORKER),
    KILL_AGGREGATOR(Role.AGGREGATOR),
    SUSPEND_AGGREGATOR(Role.AGGREGATOR),
    KILL_COORDINATOR(Role.COORDINATOR),
    SUSPEND_COORDINATOR(Role.COORDINATOR),
    KILL_BROKER(Role.BROKER);

    private final Role role;

    Kind(Role role) {
      this.role = role;
    }

    public Role role() {
      return role;
    }

    /** Whether the service goes on afterwards as if nothing had been. */
    boolean suspends() {
      return this == SUSPEND_WORKER || this == SUSPEND_AGGREGATOR || this == SUSPEND_COORDINATOR;
    }
  }

  private static final long LEAST_PAUSE_MILLIS = 500;
  private static final long MOST_PAUSE_MILLIS = 8_000;
  private static final long MOST_AWAY_MILLIS = 4_000;

  /** Of twelve deeds: workers die most often, as they do in life. */
  private static final List<Kind> LOTS =
      List.of(
          Kind.KILL_WORKER,
          Kind.KILL_WORKER,
          Kind.KILL_WORKER,
          Kind.SUSPEND_WORKER,
          Kind.KILL_AGGREGATOR,
          Kind.KILL_AGGREGATOR,
          Kind.SUSPEND_AGGREGATOR,
          Kind.KILL_AGGREGATOR,
          Kind.KILL_COORDINATOR,
          Kind.KILL_COORDINATOR,
          Kind.SUSPEND_COORDINATOR,
          Kind.KILL_BROKER);

  /**
   * Deeds one after the other, as the seed decides, that fill a time.
   *
   * @param lease for which a worker has a request, and a leader its place: who is suspended is so
   *     for longer
   */
  public static List<Deed> script(long seed, Duration time, Duration lease) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Deed> deeds = new ArrayList<>();
    long left = time.toMillis();
    while (true) {
      Kind kind = LOTS.get(random.nextInt(LOTS.size()));
      long pause = random.nextLong(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS + 1);
      long length = random.nextLong(MOST_AWAY_MILLIS + 1);
      if (kind.suspends()) {
        length += lease.toMillis();
      }
      left -= pause + length;
      if (left < 0) {
        return deeds;
      }
      int which = random.nextInt(Integer.MAX_VALUE);
      deeds.add(new Deed(Duration.ofMillis(pause), kind, which, Duration.ofMillis(length)));
    }
  }

  /** Does it: the service is away and then back, when this returns. */
  public Member to(Fleet fleet) {
    List<Member> members = fleet.members(kind.role());
    Member member = members.get(which % members.size());
    if (kind.suspends()) {
      member.suspend();
      Sleeper.SYSTEM.pause(length);
      member.resume();
    } else {
      member.kill();
      Sleeper.SYSTEM.pause(length);
      member.start();
    }
    return member;
  }
}
