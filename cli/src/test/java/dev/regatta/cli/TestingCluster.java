package dev.regatta.cli;

import static org.awaitility.Awaitility.await;

import dev.regatta.aggregator.AggregatorMain;
import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.coordinator.scale.PoolBackend;
import dev.regatta.coordinator.service.CoordinatorMain;
import dev.regatta.coordinator.service.CoordinatorMain.Started;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.service.registry.ServiceRegistry;
import dev.regatta.worker.WorkerMain;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A whole cluster in one JVM: the services are those that users start, on a real broker; only the
 * processes are threads.
 */
final class TestingCluster implements AutoCloseable {
  private final Path directory;
  private final EmbeddedBroker broker;
  private final Deque<Member> members = new ArrayDeque<>();
  private int started;

  TestingCluster(Path directory) {
    this.directory = directory;
    this.broker = EmbeddedBroker.start(directory.resolve("broker"));
  }

  /** A service; ends in order when closed, as by SIGTERM. */
  static final class Member implements AutoCloseable {
    private final Thread thread;

    private Member(String name, Runnable service) {
      this.thread = new Thread(service, name);
      thread.start();
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A coordinator whose API answers. */
  record CoordinatorMember(Member member, Started started) implements AutoCloseable {
    String url() {
      return started.url();
    }

    boolean leads() {
      return started.coordinator().leads();
    }

    @Override
    public void close() {
      member.close();
    }
  }

  CoordinatorMember coordinator(String... settings) {
    return coordinator(new CoordinatorMain(), settings);
  }

  /** One that scales pools. */
  CoordinatorMember coordinator(PoolBackend pools, String... settings) {
    return coordinator(new CoordinatorMain(pools, OptionalInt.empty()), settings);
  }

  private CoordinatorMember coordinator(CoordinatorMain main, String... settings) {
    List<String> arguments = arguments("coordinator", settings);
    arguments.add("--store=" + store());
    arguments.add("--scratch=" + directory.resolve("scratch-" + started));
    arguments.add("--cache=" + directory.resolve("cache"));
    arguments.add("--http.port=0");
    Member member = add("coordinator", () -> CoordinatorMain.run(arguments, main));
    try {
      return new CoordinatorMember(member, main.started().get(60, TimeUnit.SECONDS));
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A worker with the simulated runtime, when it serves. */
  Member worker(String model, String... options) {
    Member member = startWorker(model, options);
    String id = "worker-" + started;
    try (ServiceRegistry registry =
        ServiceRegistry.follow(
            Map.of("bootstrap.servers", broker.bootstrapServers()), Clock.systemUTC())) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  registry.present(ServiceKind.WORKER).stream()
                      .anyMatch(w -> w.id().equals(id) && w.state() == ServiceState.SERVING));
    }
    return member;
  }

  /** A worker with the simulated runtime, which may take its time to serve. */
  Member startWorker(String model, String... options) {
    List<String> arguments = arguments("worker");
    arguments.addAll(List.of("--model=" + model, "--runtime=simulated", "--lanes=2"));
    for (String option : options) {
      arguments.addAll(List.of("--runtime-option", option));
    }
    return add("worker", () -> WorkerMain.run(arguments));
  }

  /** Sink and scoring. */
  Member aggregator(String... settings) {
    List<String> arguments = arguments("aggregator", settings);
    arguments.add("--store=" + store());
    return add("aggregator", () -> AggregatorMain.run(arguments));
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  String store() {
    return directory.resolve("store").toString();
  }

  private List<String> arguments(String kind, String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--bootstrap=" + broker.bootstrapServers());
    arguments.add("--id=" + kind + "-" + ++started);
    arguments.add("--log.level=warn");
    arguments.addAll(List.of(settings));
    return arguments;
  }

  private Member add(String name, Runnable service) {
    Member member = new Member(name, service);
    members.push(member);
    return member;
  }

  @Override
  public void close() {
    members.forEach(Member::close);
    broker.close();
  }
}
