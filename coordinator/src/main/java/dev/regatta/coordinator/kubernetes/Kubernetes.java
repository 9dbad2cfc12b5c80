package dev.regatta.coordinator.kubernetes;

import dev.regatta.coordinator.control.Leadership;
import dev.regatta.coordinator.scale.PoolEditor;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.life.Sleeper;
import dev.regatta.service.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The cluster that a coordinator works with: what its other parts need of it. */
public final class Kubernetes {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final KubeApi api;
  private final Settings settings;

  private Kubernetes(KubeApi api, Settings settings) {
    this.api = api;
    this.settings = settings;
  }

  /**
   * Connects where the settings ask for anything of Kubernetes; empty where they do not.
   *
   * @throws RegattaException USER where there is no cluster to connect to
   */
  public static Optional<Kubernetes> connect(Settings settings, Map<String, String> environment) {
    if (!settings.get(KubernetesSettings.ENABLED) && !leasesLeadership(settings)) {
      return Optional.empty();
    }
    KubeApi api =
        KubeConnection.find(environment).open(settings.get(KubernetesSettings.NAMESPACE), TIMEOUT);
    return Optional.of(new Kubernetes(api, settings));
  }

  private static boolean leasesLeadership(Settings settings) {
    return settings.get(KubernetesSettings.LEADERSHIP).equals(KubernetesSettings.BY_LEASE);
  }

  /**
   * Begins to run pools; empty where that is not asked for.
   *
   * @param bootstrap address of Kafka, for workers
   * @param leads whether this coordinator leads at present: pools are worked on only then
   * @throws RegattaException USER where the worker defaults are wrong, or Kubernetes refuses
   */
  public Optional<KubernetesPools> pools(String bootstrap, BooleanSupplier leads) {
    if (!settings.get(KubernetesSettings.ENABLED)) {
      return Optional.empty();
    }
    WorkerDefaults defaults =
        settings
            .get(KubernetesSettings.WORKER_DEFAULTS)
            .map(WorkerDefaults::read)
            .orElseGet(WorkerDefaults::none);
    // At once, so that a missing resource or permission is told where the service is started.
    api.list(KubeResource.POOLS, Map.of("limit", "1"));
    return Optional.of(
        KubernetesPools.start(
            api, new PoolObjects(defaults, bootstrap), leads, Clock.systemUTC(), Sleeper.SYSTEM));
  }

  /** To change the pools with; empty where pools are not asked for. */
  public Optional<PoolEditor> editor() {
    return settings.get(KubernetesSettings.ENABLED)
        ? Optional.of(new KubernetesPoolEditor(api))
        : Optional.empty();
  }

  /**
   * Stands for election by a Lease; empty where the settings want it otherwise.
   *
   * @param self name of this coordinator
   */
  public Optional<Leadership> leadership(String self, Leadership.Listener listener) {
    return leasesLeadership(settings)
        ? Optional.of(
            LeaseLeadership.stand(
                api,
                settings.get(KubernetesSettings.LEASE),
                self,
                settings.get(KubernetesSettings.LEASE_DURATION),
                listener))
        : Optional.empty();
  }
}
