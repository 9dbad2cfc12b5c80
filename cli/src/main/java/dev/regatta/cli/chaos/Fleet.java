package dev.regatta.cli.chaos;

import dev.regatta.cli.cluster.Ports;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.life.Sleeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A cluster of service processes on one directory, with a broker of its own. Whoever has it may
 * kill them; those that end by themselves are for {@link #supervise}. None outlives this process.
 */
public final class Fleet implements AutoCloseable {
  /** Of those that elect one of them: short, so that the next one has not long to wait. */
  private static final List<String> SESSION =
      List.of("--kafka", "session.timeout.ms=6000", "--kafka", "heartbeat.interval.ms=1500");

  private static final Duration POLL = Duration.ofMillis(200);

  private final Path directory;
  private final List<Member> members = new ArrayList<>();
  private final Map<Role, Integer> count = new HashMap<>();
  private final String bootstrap;

  /** Starts with a broker, when that is ready. */
  public Fleet(Path directory, Duration patience) {
    this.directory = directory;
    try {
      Files.createDirectories(directory.resolve("logs"));
    } catch (IOException e) {
      throw RegattaException.resource("Cannot write to " + directory + ": " + e.getMessage(), e);
    }
    int port = Ports.free();
    this.bootstrap = "127.0.0.1:" + port;
    String data = directory.resolve("broker").toString();
    Member broker = add(Role.BROKER, "--data", data, "--listener.port=" + port);
    try {
      awaitReady(broker, patience);
    } catch (RegattaException e) {
      close();
      throw e;
    }
  }

  public String bootstrap() {
    return bootstrap;
  }

  /** Where the services keep plans and results. */
  public Path store() {
    return directory.resolve("store");
  }

  /** Starts a coordinator. */
  public Member coordinator(String... settings) {
    String number = Integer.toString(count(Role.COORDINATOR));
    return service(
        Role.COORDINATOR,
        settings,
        "--store=" + store(),
        "--scratch=" + directory.resolve("scratch-" + number),
        "--cache=" + directory.resolve("cache"));
  }

  /** Starts an aggregator. */
  public Member aggregator(String... settings) {
    return service(Role.AGGREGATOR, settings, "--store=" + store());
  }

  /** Starts a worker with the simulated runtime. */
  public Member worker(String model, String... settings) {
    return service(Role.WORKER, settings, "--model=" + model, "--runtime=simulated");
  }

  public List<Member> members(Role role) {
    return members.stream().filter(member -> member.role() == role).toList();
  }

  /**
   * Starts those again that have ended by themselves.
   *
   * @return their names with their exit codes
   */
  public List<String> supervise() {
    List<String> ended = new ArrayList<>();
    for (Member member : members) {
      member
          .endedByItself()
          .ifPresent(
              code -> {
                ended.add(member.name() + " (exit code " + code + ")");
                member.start();
              });
    }
    return ended;
  }

  /**
   * Waits until a member says that it is ready.
   *
   * @throws RegattaException RESOURCE with the end of its log where it ends before or takes longer
   */
  public void awaitReady(Member member, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!member.ready()) {
      if (!member.alive() || System.nanoTime() - deadline > 0) {
        throw RegattaException.resource(member + " does not get ready:\n" + member.log(), null);
      }
      Sleeper.SYSTEM.pause(POLL);
    }
  }

  /** Ends of all logs, for whoever wants to know what went wrong. */
  public String logs() {
    return members.stream()
        .map(member -> "==== " + member + "\n" + member.log())
        .collect(Collectors.joining("\n"));
  }

  /** Takes a member out: killed, and never started again. */
  public void remove(Member member) {
    member.kill();
    members.remove(member);
  }

  private Member service(Role role, String[] settings, String... own) {
    List<String> arguments = new ArrayList<>(List.of(own));
    arguments.add("--bootstrap=" + bootstrap);
    arguments.add("--id=" + role.command() + "-" + count(role));
    if (role != Role.WORKER) {
      arguments.addAll(SESSION);
    }
    arguments.addAll(List.of(settings));
    return add(role, arguments.toArray(String[]::new));
  }

  private int count(Role role) {
    return count.getOrDefault(role, 0) + 1;
  }

  private Member add(Role role, String... settings) {
    int number = count.merge(role, 1, Integer::sum);
    String name = role.command() + "-" + number;
    int port = Ports.free();
    List<String> arguments = new ArrayList<>();
    arguments.add(role.command());
    arguments.add("--http.port=" + port);
    arguments.addAll(List.of(settings));
    Path log = directory.resolve("logs").resolve(name + ".log");
    Member member = new Member(name, role, port, arguments, log);
    members.add(member);
    member.start();
    return member;
  }

  /** Kills all. */
  @Override
  public void close() {
    members.forEach(Member::kill);
  }
}
