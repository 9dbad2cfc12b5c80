package dev.regatta.coordinator.kubernetes;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Capabilities;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1EnvVarSource;
import io.kubernetes.client.openapi.models.V1HTTPGetAction;
import io.kubernetes.client.openapi.models.V1LocalObjectReference;
import io.kubernetes.client.openapi.models.V1ObjectFieldSelector;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1SeccompProfile;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Toleration;
import io.kubernetes.client.openapi.models.V1TopologySpreadConstraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The pods of a pool: the worker, and where the engine is a server its container as a native
 * sidecar, which starts before the worker and ends after it. All of it keeps to the standard
 * <i>Restricted</i>, with a read-only root.
 */
final class PodTemplates {
  static final String TMP = "/tmp";
  static final String SCRATCH = "/scratch";
  static final String SECRETS = "/etc/regatta";
  static final String KAFKA = SECRETS + "/kafka";
  static final String TOKENS = SECRETS + "/tokens";
  static final int HTTP_PORT = 8080;

  /** The end of a failed container's log is the reason that is shown. */
  private static final String LAST_WORDS = "FallbackToLogsOnError";

  /** A node that is away for so long has lost its replicas; Kubernetes waits for five minutes. */
  private static final long NODE_AWAY_SECONDS = 30;

  private final ModelPool pool;
  private final PoolSpec spec;
  private final WorkerDefaults defaults;
  private final String bootstrap;

  private PodTemplates(ModelPool pool, WorkerDefaults defaults, String bootstrap) {
    this.pool = pool;
    this.spec = pool.spec();
    this.defaults = defaults;
    this.bootstrap = defaults.kafka().bootstrap().orElse(bootstrap);
  }

  /**
   * @param bootstrap address of Kafka where the defaults have none
   */
  static V1PodTemplateSpec of(
      ModelPool pool, WorkerDefaults defaults, String bootstrap, Map<String, String> labels) {
    return new PodTemplates(pool, defaults, bootstrap).template(labels);
  }

  private V1PodTemplateSpec template(Map<String, String> labels) {
    V1ObjectMeta metadata = new V1ObjectMeta().labels(labels);
    if (!defaults.podAnnotations().isEmpty()) {
      metadata.annotations(defaults.podAnnotations());
    }
    V1PodSpec pod = new V1PodSpec().containers(List.of(worker()));
    spec.engine().ifPresent(engine -> pod.initContainers(List.of(engine(engine))));
    schedule(pod);
    pod.securityContext(podSecurity())
        .automountServiceAccountToken(false)
        .enableServiceLinks(false)
        .terminationGracePeriodSeconds(pool.gracePeriod().toSeconds())
        .volumes(new PoolVolumes(spec, defaults).volumes());
    spec.serviceAccountName().or(defaults::serviceAccountName).ifPresent(pod::serviceAccountName);
    List<V1LocalObjectReference> pullSecrets =
        Stream.concat(spec.imagePullSecrets().stream(), defaults.imagePullSecrets().stream())
            .distinct()
            .map(name -> new V1LocalObjectReference().name(name))
            .toList();
    pod.imagePullSecrets(pullSecrets.isEmpty() ? null : pullSecrets);
    return new V1PodTemplateSpec().metadata(metadata).spec(pod);
  }

  private void schedule(V1PodSpec pod) {
    if (!spec.nodeSelector().isEmpty()) {
      pod.nodeSelector(spec.nodeSelector());
    }
    pod.tolerations(tolerations());
    if (!spec.topologySpreadConstraints().isEmpty()) {
      pod.topologySpreadConstraints(
          Models.list(spec.topologySpreadConstraints(), V1TopologySpreadConstraint.class));
    }
    spec.priorityClassName().ifPresent(pod::priorityClassName);
    spec.runtimeClassName().ifPresent(pod::runtimeClassName);
  }

  private List<V1Toleration> tolerations() {
    List<V1Toleration> all = new ArrayList<>(Models.list(spec.tolerations(), V1Toleration.class));
    if (spec.gpus().count() > 0) {
      all.add(
          new V1Toleration().key(spec.gpus().resource()).operator("Exists").effect("NoSchedule"));
    }
    for (String away : List.of("not-ready", "unreachable")) {
      String key = "node.kubernetes.io/" + away;
      if (all.stream().noneMatch(each -> key.equals(each.getKey()))) {
        all.add(
            new V1Toleration()
                .key(key)
                .operator("Exists")
                .effect("NoExecute")
                .tolerationSeconds(NODE_AWAY_SECONDS));
      }
    }
    return all;
  }

  private V1Container worker() {
    PoolSpec.Worker worker = spec.worker();
    boolean given =
        !worker.resources().requests().isEmpty() || !worker.resources().limits().isEmpty();
    V1Container container =
        new V1Container()
            .name("worker")
            .image(worker.image().or(defaults::image).orElseThrow())
            .args(WorkerArguments.of(pool, defaults, bootstrap))
            .env(workerEnvironment())
            .resources(
                resources(given ? worker.resources() : defaults.resources(), !spec.hasSidecar()))
            .securityContext(security())
            .terminationMessagePolicy(LAST_WORDS)
            .volumeMounts(new PoolVolumes(spec, defaults).workerMounts());
    return defaults.tokensSecret().isPresent() ? probed(container) : container;
  }

  private V1Container probed(V1Container container) {
    return container
        .ports(List.of(new V1ContainerPort().name("http").containerPort(HTTP_PORT).protocol("TCP")))
        .startupProbe(probe("/healthz").periodSeconds(2).failureThreshold(60))
        .livenessProbe(probe("/healthz").periodSeconds(10).failureThreshold(6))
        .readinessProbe(probe("/readyz").periodSeconds(2).failureThreshold(3));
  }

  private static V1Probe probe(String path) {
    return new V1Probe()
        .httpGet(new V1HTTPGetAction().path(path).port(new IntOrString("http")).scheme("HTTP"))
        .timeoutSeconds(5);
  }

  private V1Container engine(PoolSpec.Engine engine) {
    List<String> command = Engines.command(spec, engine);
    return new V1Container()
        .name("engine")
        .image(engine.image())
        .restartPolicy("Always")
        .command(command.isEmpty() ? null : command)
        .args(Engines.arguments(spec, engine))
        .env(engineEnvironment(engine))
        .resources(resources(engine.resources(), true))
        .securityContext(security())
        .terminationMessagePolicy(LAST_WORDS)
        .volumeMounts(new PoolVolumes(spec, defaults).engineMounts());
  }

  private List<V1EnvVar> workerEnvironment() {
    Map<String, V1EnvVar> all = new LinkedHashMap<>();
    put(all, field("POD_NAME", "metadata.name"));
    put(all, field("POD_IP", "status.podIP"));
    put(all, value("HOME", SCRATCH));
    put(all, value("REGATTA_CACHE", spec.cachePath()));
    Models.list(defaults.env(), V1EnvVar.class).forEach(each -> put(all, each));
    Models.list(spec.worker().env(), V1EnvVar.class).forEach(each -> put(all, each));
    return List.copyOf(all.values());
  }

  /** Engines' images know no user of our number: what they would look up of it is told them. */
  private List<V1EnvVar> engineEnvironment(PoolSpec.Engine engine) {
    Map<String, V1EnvVar> all = new LinkedHashMap<>();
    put(all, value("HOME", SCRATCH));
    put(all, value("USER", "regatta"));
    put(all, value("XDG_CACHE_HOME", SCRATCH + "/.cache"));
    put(all, value("HF_HOME", spec.cachePath() + "/huggingface"));
    put(all, value("LLAMA_CACHE", spec.cachePath() + "/llama.cpp"));
    put(all, value("HUGGINGFACE_HUB_CACHE", spec.cachePath() + "/huggingface/hub"));
    Models.list(engine.env(), V1EnvVar.class).forEach(each -> put(all, each));
    return List.copyOf(all.values());
  }

  private static void put(Map<String, V1EnvVar> all, V1EnvVar variable) {
    all.put(variable.getName(), variable);
  }

  private static V1EnvVar value(String name, String value) {
    return new V1EnvVar().name(name).value(value);
  }

  private static V1EnvVar field(String name, String path) {
    V1ObjectFieldSelector selector = new V1ObjectFieldSelector().apiVersion("v1").fieldPath(path);
    return new V1EnvVar().name(name).valueFrom(new V1EnvVarSource().fieldRef(selector));
  }

  private V1ResourceRequirements resources(PoolSpec.Resources given, boolean computes) {
    Map<String, Quantity> requests = quantities(given.requests());
    Map<String, Quantity> limits = quantities(given.limits());
    if (computes && spec.gpus().count() > 0) {
      Quantity gpus = new Quantity(Integer.toString(spec.gpus().count()));
      requests.put(spec.gpus().resource(), gpus);
      limits.put(spec.gpus().resource(), gpus);
    }
    return new V1ResourceRequirements()
        .requests(requests.isEmpty() ? null : requests)
        .limits(limits.isEmpty() ? null : limits);
  }

  private static Map<String, Quantity> quantities(Map<String, String> given) {
    Map<String, Quantity> quantities = new LinkedHashMap<>();
    given.forEach((name, value) -> quantities.put(name, new Quantity(value)));
    return quantities;
  }

  private V1PodSecurityContext podSecurity() {
    WorkerDefaults.Security security = defaults.security();
    return new V1PodSecurityContext()
        .runAsNonRoot(true)
        .runAsUser((long) security.runAsUser())
        .runAsGroup((long) security.fsGroup())
        .fsGroup((long) security.fsGroup())
        .fsGroupChangePolicy("OnRootMismatch")
        .seccompProfile(new V1SeccompProfile().type("RuntimeDefault"));
  }

  private static V1SecurityContext security() {
    return new V1SecurityContext()
        .allowPrivilegeEscalation(false)
        .readOnlyRootFilesystem(true)
        .runAsNonRoot(true)
        .capabilities(new V1Capabilities().drop(List.of("ALL")))
        .seccompProfile(new V1SeccompProfile().type("RuntimeDefault"));
  }
}
