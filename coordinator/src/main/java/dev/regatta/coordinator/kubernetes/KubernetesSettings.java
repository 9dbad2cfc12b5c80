package dev.regatta.coordinator.kubernetes;

import dev.regatta.service.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be set of a coordinator that works with Kubernetes. */
public final class KubernetesSettings {
  /** Leadership by Kafka's group of coordinators. */
  public static final String BY_KAFKA = "kafka";

  /** Leadership by a Lease. */
  public static final String BY_LEASE = "lease";

  public static final Setting<Boolean> ENABLED =
      Setting.flag(
          "kubernetes.enabled",
          "Run the workers of the ModelPools of a namespace, and scale them with the outstanding"
              + " work");

  public static final Setting<Optional<String>> NAMESPACE =
      Setting.text(
              "kubernetes.namespace",
              "Namespace of pools and lease; by default that of the pod, else of KUBECONFIG's"
                  + " context")
          .optional();

  public static final Setting<Optional<Integer>> GPU_BUDGET =
      Setting.integer(
              "kubernetes.gpu-budget",
              0,
              1_000_000,
              "Accelerators that all pools together may take; as many as there are where not given")
          .optional();

  public static final Setting<Optional<Path>> WORKER_DEFAULTS =
      Setting.path(
              "kubernetes.worker-defaults",
              "YAML of what the workers of every pool get: image, Kafka, secrets, resources")
          .optional();

  public static final Setting<String> LEADERSHIP =
      Setting.choice(
              "leadership",
              List.of(BY_KAFKA, BY_LEASE),
              "How the one coordinator is chosen that leads; the same for all")
          .withDefault(BY_KAFKA);

  public static final Setting<String> LEASE =
      Setting.text("leadership.lease", "Name of the Lease by which the leader is chosen")
          .withDefault("regatta-coordinator");

  public static final Setting<Duration> LEASE_DURATION =
      Setting.duration(
              "leadership.lease-duration",
              Duration.ofSeconds(2),
              Duration.ofMinutes(5),
              "Without a word of the leader for so long, another coordinator takes over")
          .withDefault(Duration.ofSeconds(10));

  public static final List<Setting<?>> ALL =
      List.of(ENABLED, NAMESPACE, GPU_BUDGET, WORKER_DEFAULTS, LEADERSHIP, LEASE, LEASE_DURATION);

  private KubernetesSettings() {}
}
