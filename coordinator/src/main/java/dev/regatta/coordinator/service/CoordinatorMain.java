package dev.regatta.coordinator.service;

import dev.regatta.coordinator.api.Api;
import dev.regatta.coordinator.api.Watchers;
import dev.regatta.coordinator.cluster.Coordinator;
import dev.regatta.coordinator.cluster.Queues;
import dev.regatta.coordinator.control.GroupLeadership;
import dev.regatta.coordinator.execution.ExecutionConfig;
import dev.regatta.coordinator.execution.QueueWatch;
import dev.regatta.coordinator.submission.Submissions;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.CoordinatorDetails;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.ServiceState;
import dev.regatta.service.Service;
import dev.regatta.service.http.HttpServer;
import dev.regatta.service.http.HttpSettings;
import dev.regatta.service.kafka.TopicSettings;
import dev.regatta.service.life.Life;
import dev.regatta.service.registry.ClusterTopics;
import dev.regatta.service.registry.ControlLog;
import dev.regatta.service.registry.Presence;
import dev.regatta.service.registry.ServiceRegistry;
import dev.regatta.service.registry.StatusPublisher;
import dev.regatta.service.settings.Configuration;
import dev.regatta.service.settings.Settings;
import dev.regatta.store.Store;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;

/**
 * A coordinator as a process of its own. SIGTERM leaves every sweep where it is: another
 * coordinator, or the same one later, goes on. Exit codes are those of {@link Life}.
 */
public final class CoordinatorMain implements Service.Body {
  /** Every setting of {@code regatta coordinator}. */
  public static final Configuration CONFIGURATION = CoordinatorSettings.CONFIGURATION;

  private final CompletableFuture<Started> started = new CompletableFuture<>();

  /**
   * A coordinator that runs.
   *
   * @param url of its API
   * @param life to end it with
   */
  public record Started(String url, Life life, Coordinator coordinator) {}

  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  /** Works until it is told to stop; returns the exit code. */
  public static int run(List<String> arguments) {
    return run(arguments, new CoordinatorMain());
  }

  /** As {@link #run(List)}, for whoever wants to know when it has started. */
  public static int run(List<String> arguments, CoordinatorMain main) {
    return Service.run(CONFIGURATION, arguments, System.getenv(), main);
  }

  /** Completes when the API answers. */
  public CompletableFuture<Started> started() {
    return started;
  }

  @Override
  public void start(Service service) {
    try {
      started.complete(open(service));
    } catch (RuntimeException e) {
      started.completeExceptionally(e);
      throw e;
    }
  }

  private static Started open(Service service) {
    Settings settings = service.settings();
    if (settings.get(HttpSettings.PORT).isEmpty()) {
      throw RegattaException.user(
          "http.port is missing: a coordinator takes sweeps over HTTP (expected: a port, 0 for any"
              + " free one)");
    }
    Life life = service.life();
    Clock clock = Clock.systemUTC();
    ExecutionConfig execution = CoordinatorSettings.execution(settings);
    Map<String, Object> kafka = execution.clientProperties();
    ClusterTopics.ensure(kafka, settings.get(TopicSettings.REPLICATION));
    Store store = Store.open(settings.get(CoordinatorSettings.STORE));
    Submissions submissions = submissions(settings, store, clock);
    Admin admin = life.own(Admin.create(kafka));
    ServiceRegistry registry = life.own(ServiceRegistry.follow(kafka, clock));
    ControlLog log =
        life.own(ControlLog.follow(kafka, word -> {})).requireProtocol(CoordinatorSettings.SERVICE);
    Presence presence = new Presence(settings.get(CoordinatorSettings.ID), clock);
    AtomicReference<Runnable> changed = new AtomicReference<>(() -> {});
    Coordinator coordinator =
        life.own(
            new Coordinator(
                new Coordinator.Parts(
                    store,
                    submissions,
                    registry,
                    execution,
                    admin,
                    settings.get(CoordinatorSettings.CONCURRENT),
                    clock),
                log,
                () -> changed.get().run()));
    Queues queues = new Queues(new QueueWatch(admin), registry);
    life.own(new CoordinatorMetrics(coordinator, queues, service.metrics()));
    Watchers watchers = life.own(new Watchers());
    Api api = new Api(coordinator, submissions, registry, queues, watchers);
    HttpServer server = service.listen(api::addTo).orElseThrow();
    StatusPublisher publisher =
        life.own(
            StatusPublisher.start(
                kafka,
                presence.id(),
                () -> {
                  boolean leads = coordinator.leads();
                  presence.is(leads ? ServiceState.SERVING : ServiceState.STANDBY);
                  return presence.of(
                      new CoordinatorDetails(leads, server.url(), coordinator.progress()));
                }));
    changed.set(publisher::changed);
    life.own(GroupLeadership.stand(kafka, coordinator));
    return new Started(server.url(), life, coordinator);
  }

  private static Submissions submissions(Settings settings, Store store, Clock clock) {
    Fetcher fetcher =
        new Fetcher(
            settings.get(CoordinatorSettings.CACHE),
            System.getenv(),
            FetchListener.NONE,
            HttpClient.newHttpClient());
    return new Submissions(
        store,
        fetcher,
        CoordinatorSettings.resources(settings),
        settings.get(CoordinatorSettings.SCRATCH),
        settings.get(CoordinatorSettings.MAX_SIZE),
        clock);
  }
}
