package dev.regatta.coordinator.kubernetes;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1EmptyDirVolumeSource;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaimSpec;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaimVolumeSource;
import io.kubernetes.client.openapi.models.V1SecretVolumeSource;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.kubernetes.client.openapi.models.V1VolumeResourceRequirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The volumes of a pool's pods. What stands on the root is read-only, so programs write to these.
 */
final class PoolVolumes {
  private static final String CACHE = "cache";
  private static final String SHARED_MEMORY = "shared-memory";
  private static final int READABLE_BY_GROUP = 0440;

  private final PoolSpec spec;
  private final WorkerDefaults defaults;

  PoolVolumes(PoolSpec spec, WorkerDefaults defaults) {
    this.spec = spec;
    this.defaults = defaults;
  }

  /** All but those that a stateful set makes for each replica. */
  List<V1Volume> volumes() {
    List<V1Volume> all = new ArrayList<>();
    all.add(empty("tmp", null));
    all.add(empty("scratch", null));
    Optional<String> claim = spec.cache().flatMap(PoolSpec.Cache::claim);
    if (claim.isPresent()) {
      all.add(
          new V1Volume()
              .name(CACHE)
              .persistentVolumeClaim(
                  new V1PersistentVolumeClaimVolumeSource().claimName(claim.get())));
    } else if (!spec.isStateful()) {
      all.add(empty(CACHE, null));
    }
    if (sharesMemory()) {
      all.add(empty(SHARED_MEMORY, "Memory"));
    }
    defaults.kafka().propertiesSecret().ifPresent(name -> all.add(secret("kafka", name)));
    defaults.tokensSecret().ifPresent(name -> all.add(secret("tokens", name)));
    return all;
  }

  /** The claims of each replica of a stateful set. */
  List<V1PersistentVolumeClaim> claims() {
    PoolSpec.Cache cache = spec.cache().orElseThrow();
    V1PersistentVolumeClaimSpec claim =
        new V1PersistentVolumeClaimSpec()
            .accessModes(List.of("ReadWriteOnce"))
            .resources(
                new V1VolumeResourceRequirements()
                    .requests(Map.of("storage", new Quantity(cache.size().orElseThrow()))));
    cache.storageClass().ifPresent(claim::storageClassName);
    return List.of(
        new V1PersistentVolumeClaim()
            .apiVersion("v1")
            .kind("PersistentVolumeClaim")
            .metadata(new V1ObjectMeta().name(CACHE))
            .spec(claim));
  }

  List<V1VolumeMount> workerMounts() {
    List<V1VolumeMount> all = common();
    defaults
        .kafka()
        .propertiesSecret()
        .ifPresent(name -> all.add(mount("kafka", PodTemplates.KAFKA).readOnly(true)));
    defaults
        .tokensSecret()
        .ifPresent(name -> all.add(mount("tokens", PodTemplates.TOKENS).readOnly(true)));
    return all;
  }

  List<V1VolumeMount> engineMounts() {
    List<V1VolumeMount> all = common();
    if (sharesMemory()) {
      all.add(mount(SHARED_MEMORY, "/dev/shm"));
    }
    return all;
  }

  private List<V1VolumeMount> common() {
    return new ArrayList<>(
        List.of(
            mount("tmp", PodTemplates.TMP),
            mount("scratch", PodTemplates.SCRATCH),
            mount(CACHE, spec.cachePath())));
  }

  /** The processes of one engine talk through it; the usual 64 MiB end them. */
  private boolean sharesMemory() {
    return spec.hasSidecar() && spec.tensorParallel() > 1;
  }

  private static V1VolumeMount mount(String name, String path) {
    return new V1VolumeMount().name(name).mountPath(path);
  }

  private static V1Volume empty(String name, String medium) {
    return new V1Volume().name(name).emptyDir(new V1EmptyDirVolumeSource().medium(medium));
  }

  private static V1Volume secret(String volume, String name) {
    return new V1Volume()
        .name(volume)
        .secret(new V1SecretVolumeSource().secretName(name).defaultMode(READABLE_BY_GROUP));
  }
}
