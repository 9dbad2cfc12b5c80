package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1DeploymentSpec;
import io.kubernetes.client.openapi.models.V1DeploymentStrategy;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1OwnerReference;
import io.kubernetes.client.openapi.models.V1RollingUpdateDeployment;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.kubernetes.client.openapi.models.V1StatefulSetSpec;
import io.kubernetes.client.openapi.models.V1StatefulSetUpdateStrategy;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has to be in the cluster for a pool: one workload, which the pool owns. */
final class PoolObjects {
  /**
   * Annotation of a workload. It differs where something is applied no more, of which a comparison
   * of what is applied with what is there says nothing.
   */
  private static final String APPLIED = ModelPool.GROUP + "/applied";

  private final WorkerDefaults defaults;
  private final String bootstrap;

  /**
   * @param bootstrap address of Kafka where the defaults have none
   */
  PoolObjects(WorkerDefaults defaults, String bootstrap) {
    this.defaults = defaults;
    this.bootstrap = bootstrap;
  }

  /** Whether workers of the pool have an image. */
  boolean hasImage(ModelPool pool) {
    return pool.spec().worker().image().or(defaults::image).isPresent();
  }

  /** The workload as it is to be applied, of a valid pool with an image. */
  JsonNode workload(ModelPool pool, int replicas) {
    ObjectNode workload =
        (ObjectNode)
            Models.tree(
                pool.spec().isStateful()
                    ? statefulSet(pool, replicas)
                    : deployment(pool, replicas));
    workload.withObject("/metadata/annotations").put(APPLIED, hash(workload));
    return workload;
  }

  /** Of all but the size, which anybody may set. */
  private static String hash(ObjectNode workload) {
    ObjectNode rest = workload.deepCopy();
    rest.withObject("/spec").remove("replicas");
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Json.bytes(rest)));
    } catch (NoSuchAlgorithmException e) {
      throw RegattaException.internal("Every Java platform has SHA-256", e);
    }
  }

  /**
   * Replicas are replaced in place: a new one beside them would wait for accelerators that only the
   * old ones' end sets free.
   */
  private V1Deployment deployment(ModelPool pool, int replicas) {
    return new V1Deployment()
        .apiVersion("apps/v1")
        .kind("Deployment")
        .metadata(metadata(pool))
        .spec(
            new V1DeploymentSpec()
                .replicas(replicas)
                .revisionHistoryLimit(2)
                .selector(selector(pool))
                .strategy(
                    new V1DeploymentStrategy()
                        .type("RollingUpdate")
                        .rollingUpdate(
                            new V1RollingUpdateDeployment()
                                .maxSurge(new IntOrString(0))
                                .maxUnavailable(new IntOrString("25%"))))
                .template(PodTemplates.of(pool, defaults, bootstrap, labels(pool))));
  }

  /** In parallel: no replica depends on another. Volumes outlive replicas, but not the pool. */
  private V1StatefulSet statefulSet(ModelPool pool, int replicas) {
    return new V1StatefulSet()
        .apiVersion("apps/v1")
        .kind("StatefulSet")
        .metadata(metadata(pool))
        .spec(
            new V1StatefulSetSpec()
                .replicas(replicas)
                .revisionHistoryLimit(2)
                .serviceName(pool.name())
                .selector(selector(pool))
                .podManagementPolicy("Parallel")
                .updateStrategy(new V1StatefulSetUpdateStrategy().type("RollingUpdate"))
                .persistentVolumeClaimRetentionPolicy(
                    new V1StatefulSetPersistentVolumeClaimRetentionPolicy()
                        .whenDeleted("Delete")
                        .whenScaled("Retain"))
                .template(PodTemplates.of(pool, defaults, bootstrap, labels(pool)))
                .volumeClaimTemplates(new PoolVolumes(pool.spec(), defaults).claims()));
  }

  private V1ObjectMeta metadata(ModelPool pool) {
    return new V1ObjectMeta()
        .name(pool.name())
        .labels(labels(pool))
        .ownerReferences(
            List.of(
                new V1OwnerReference()
                    .apiVersion(ModelPool.API_VERSION)
                    .kind(ModelPool.KIND)
                    .name(pool.name())
                    .uid(pool.uid())
                    .controller(true)));
  }

  private static V1LabelSelector selector(ModelPool pool) {
    return new V1LabelSelector().matchLabels(Map.of(ModelPool.LABEL, pool.name()));
  }

  private Map<String, String> labels(ModelPool pool) {
    Map<String, String> labels = new TreeMap<>(defaults.labels());
    labels.put("app.kubernetes.io/name", "regatta-worker");
    labels.put("app.kubernetes.io/instance", pool.name());
    labels.put("app.kubernetes.io/component", "worker");
    labels.put("app.kubernetes.io/part-of", "regatta");
    labels.put("app.kubernetes.io/managed-by", "regatta-coordinator");
    labels.put(ModelPool.LABEL, pool.name());
    return labels;
  }
}
