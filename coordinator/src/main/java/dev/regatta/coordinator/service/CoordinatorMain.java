package dev.regatta.coordinator.service;

import dev.regatta.coordinator.api.Api;
import dev.regatta.coordinator.api.PoolRoutes;
import dev.regatta.coordinator.api.Watchers;
import dev.regatta.coordinator.cluster.Coordinator;
import dev.regatta.coordinator.cluster.Queues;
import dev.regatta.coordinator.control.GroupLeadership;
import dev.regatta.coordinator.control.Leadership;
import dev.regatta.coordinator.execution.ExecutionConfig;
import dev.regatta.coordinator.execution.QueueWatch;
import dev.regatta.coordinator.kubernetes.Kubernetes;
import dev.regatta.coordinator.kubernetes.KubernetesSettings;
import dev.regatta.coordinator.scale.Autoscaler;
import dev.regatta.coordinator.scale.PoolBackend;
import dev.regatta.coordinator.submission.Submissions;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.CoordinatorDetails;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.service.Service;
import dev.regatta.service.http.HttpServer;
import dev.regatta.service.kafka.Goodbye;
import dev.regatta.service.kafka.KafkaSettings;
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
import java.util.Optional;
import java.util.OptionalInt;
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
  private final Optional<PoolBackend> backend;
  private final OptionalInt givenBudget;

  /** A coordinator of the pools that its settings name, if any. */
  public CoordinatorMain() {
    this.backend = Optional.empty();
    this.givenBudget = OptionalInt.empty();
  }

  /**
   * A coordinator that scales the pools of a cluster.
   *
   * @param gpuBudget that all of them together may have; empty for no limit
   */
  public CoordinatorMain(PoolBackend backend, OptionalInt gpuBudget) {
    this.backend = Optional.of(backend);
    this.givenBudget = gpuBudget;
  }

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

  private Started open(Service service) {
    Settings settings = service.settings();
    Life life = service.life();
    Map<String, Object> kafka = CoordinatorSettings.execution(settings).clientProperties();
    ClusterTopics.ensure(kafka, settings.get(TopicSettings.REPLICATION));
    Optional<Kubernetes> kubernetes = Kubernetes.connect(settings, System.getenv());
    Coordinator.Parts parts = parts(settings, life);
    ControlLog log =
        life.own(ControlLog.follow(kafka, word -> {})).requireProtocol(CoordinatorSettings.SERVICE);
    life.endWith(log.termination());
    life.endWith(parts.registry().termination());
    AtomicReference<Runnable> changed = new AtomicReference<>(() -> {});
    Coordinator coordinator = new Coordinator(parts, log, () -> changed.get().run());
    Optional<Autoscaler> autoscaler =
        backend(service, kubernetes, coordinator)
            .map(pools -> autoscaler(pools, settings, coordinator, parts));
    PoolRoutes pools =
        new PoolRoutes(
            () -> autoscaler.map(Autoscaler::pools).orElse(List.of()),
            kubernetes.flatMap(Kubernetes::editor));
    HttpServer server = listen(service, coordinator, parts, pools);
    changed.set(publisher(settings, life, coordinator, server.url())::changed);
    Leadership leadership = stand(settings, kubernetes, kafka, coordinator);
    life.endWith(life.own(leadership).termination());
    // Closed first: what it executes must rest before another one leads.
    life.own(coordinator);
    autoscaler.ifPresent(scaling -> life.own(scaling.start()));
    return new Started(server.url(), life, coordinator);
  }

  /** The pools that it was made with, else those of Kubernetes, else none. */
  private Optional<PoolBackend> backend(
      Service service, Optional<Kubernetes> kubernetes, Coordinator coordinator) {
    String bootstrap = service.settings().get(KafkaSettings.BOOTSTRAP);
    return backend.or(
        () ->
            kubernetes
                .flatMap(cluster -> cluster.pools(bootstrap, coordinator::leads))
                .map(service.life()::own));
  }

  private static Leadership stand(
      Settings settings,
      Optional<Kubernetes> kubernetes,
      Map<String, Object> kafka,
      Coordinator coordinator) {
    return kubernetes
        .flatMap(cluster -> cluster.leadership(settings.get(CoordinatorSettings.ID), coordinator))
        .orElseGet(
            () ->
                GroupLeadership.stand(kafka, settings.given(CoordinatorSettings.ID), coordinator));
  }

  private static Coordinator.Parts parts(Settings settings, Life life) {
    Clock clock = Clock.systemUTC();
    ExecutionConfig execution = CoordinatorSettings.execution(settings);
    Store store = Store.open(settings.get(CoordinatorSettings.STORE));
    Admin admin = Admin.create(execution.clientProperties());
    life.own(Goodbye.to(admin));
    return new Coordinator.Parts(
        store,
        submissions(settings, life, store, clock),
        life.own(ServiceRegistry.follow(execution.clientProperties(), clock)),
        execution,
        admin,
        settings.get(CoordinatorSettings.CONCURRENT),
        clock);
  }

  private Autoscaler autoscaler(
      PoolBackend pools, Settings settings, Coordinator coordinator, Coordinator.Parts parts) {
    OptionalInt budget =
        settings.get(KubernetesSettings.GPU_BUDGET).map(OptionalInt::of).orElse(givenBudget);
    return new Autoscaler(
        pools,
        budget,
        coordinator,
        () -> parts.registry().present(ServiceKind.WORKER),
        parts.clock());
  }

  private static HttpServer listen(
      Service service, Coordinator coordinator, Coordinator.Parts parts, PoolRoutes pools) {
    service.health().check("leader", coordinator::missing);
    Queues queues = new Queues(new QueueWatch(parts.admin()), parts.registry());
    service
        .life()
        .own(new CoordinatorMetrics(coordinator, queues, pools.pools(), service.metrics()));
    Watchers watchers = service.life().own(new Watchers());
    Api api = new Api(coordinator, parts.submissions(), parts.registry(), queues, pools, watchers);
    return service.listen(api::addTo).orElseThrow();
  }

  private static StatusPublisher publisher(
      Settings settings, Life life, Coordinator coordinator, String url) {
    Presence presence = new Presence(settings.get(CoordinatorSettings.ID), Clock.systemUTC());
    return life.own(
        StatusPublisher.start(
            KafkaSettings.client(settings),
            presence.id(),
            () -> {
              boolean leads = coordinator.leads();
              presence.is(leads ? ServiceState.SERVING : ServiceState.STANDBY);
              return presence.of(new CoordinatorDetails(leads, url, coordinator.progress()));
            }));
  }

  private static Submissions submissions(Settings settings, Life life, Store store, Clock clock) {
    Fetcher fetcher =
        new Fetcher(
            settings.get(CoordinatorSettings.CACHE),
            System.getenv(),
            FetchListener.NONE,
            HttpClient.newHttpClient());
    Submissions submissions =
        new Submissions(
            store,
            fetcher,
            CoordinatorSettings.resources(settings).withFetcher(fetcher),
            settings.get(CoordinatorSettings.SCRATCH),
            settings.get(CoordinatorSettings.MAX_SIZE),
            clock);
    life.own(submissions::clear);
    return submissions;
  }
}
