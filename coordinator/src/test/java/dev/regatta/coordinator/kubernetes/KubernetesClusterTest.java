package dev.regatta.coordinator.kubernetes;

import static dev.regatta.coordinator.kubernetes.PoolsFixture.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.regatta.coordinator.control.Leadership;
import dev.regatta.coordinator.scale.ObservedPool;
import dev.regatta.service.life.Sleeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pools on a real control plane, in a namespace that enforces the standard Restricted, with the
 * permissions of the documentation and no others.
 */
@Tag("kubernetes")
class KubernetesClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static ControlPlane plane;

  private String namespace;
  private KubeApi api;
  private KubernetesPools pools;

  @BeforeAll
  static void start() throws Exception {
    plane = ControlPlane.start(directory.resolve("plane"));
    plane.apply("default", PoolSchema.manifest());
    plane.kubectl("", "wait", "--for=condition=Established", "crd/modelpools.regatta.dev");
  }

  @AfterAll
  static void stop() throws Exception {
    if (plane != null) {
      plane.close();
    }
  }

  @BeforeEach
  void open(TestInfo test) throws Exception {
    namespace = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    plane.kubectl("", "create", "namespace", namespace);
    plane.kubectl(
        "", "label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
    plane.apply(namespace, role());
    plane.kubectl("", "create", "serviceaccount", "-n", namespace, "coordinator");
    plane.kubectl(
        "",
        "create",
        "rolebinding",
        "-n",
        namespace,
        "coordinator",
        "--role=regatta-coordinator",
        "--serviceaccount=" + namespace + ":coordinator");
    api =
        new KubeConnection.ByFile(plane.as(namespace, "coordinator"))
            .open(Optional.empty(), Duration.ofSeconds(10));
  }

  @AfterEach
  void close() throws Exception {
    if (pools != null) {
      pools.close();
    }
    if (namespace != null) {
      plane.kubectl("", "delete", "namespace", namespace, "--wait=false");
    }
  }

  /** The one of the documentation. */
  private static String role() throws Exception {
    String page = Files.readString(Path.of("../docs/kubernetes.md"));
    Matcher block =
        Pattern.compile("```yaml\n(apiVersion: rbac[^`]*kind: Role\n[^`]*)```").matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private void startPools() {
    pools =
        KubernetesPools.start(
            api,
            new PoolObjects(WorkerDefaults.none(), "kafka:9092"),
            () -> true,
            Clock.systemUTC(),
            Sleeper.SYSTEM);
  }

  /** The API server takes a moment before it serves a resource that is new to it. */
  private void awaitPools(int count) {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> pools.pools().size() == count);
  }

  private ObservedPool pool(String name) {
    return pools.pools().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String simulated(String name, String more) {
    return """
        apiVersion: regatta.dev/v1
        kind: ModelPool
        metadata: {name: %s}
        spec:
          model: {name: %s}
          runtime: simulated
          gracePeriod: 2s
          worker: {image: regatta/worker, resources: {requests: {cpu: 1000m, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}}
          replicas: {max: 8}
          %s
        """
        .formatted(name, name, more);
  }

  @Test
  void replicasComeAndTheLeastLoadedGoFirst() throws Exception {
    startPools();
    plane.apply(namespace, simulated("a", ""));
    awaitPools(1);
    assertThat(pool("a").replicas()).isZero();
    pools.scale("a", 3, "work", Map.of());
    await().atMost(PATIENCE).until(() -> pool("a").ready() == 3);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        condition(plane.get(namespace, "modelpool", "a").path("status"), "Ready")
                            .path("reason")
                            .asText())
                    .isEqualTo("AllReady"));
    List<String> pods = plane.names(namespace, "pods");
    Map<String, Integer> load = Map.of(pods.get(0).substring(4), 5, pods.get(2).substring(4), 1);
    pools.scale("a", 1, "less work", load);
    await().atMost(PATIENCE).until(() -> plane.names(namespace, "pods").size() == 1);
    assertThat(plane.names(namespace, "pods")).containsExactly(pods.get(0));
    long version = version("deployment", "a");
    long status = version("modelpool", "a");
    plane.kubectl("", "annotate", "-n", namespace, pods.get(0), "touched=yes");
    await()
        .pollDelay(Duration.ofSeconds(3))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(version("deployment", "a")).isEqualTo(version));
    assertThat(version("modelpool", "a")).isEqualTo(status);
    plane.kubectl("", "delete", "-n", namespace, "modelpool", "a");
    await().atMost(PATIENCE).until(() -> plane.names(namespace, "deployments,pods").isEmpty());
  }

  private long version(String kind, String name) throws Exception {
    return plane.get(namespace, kind, name).at("/metadata/resourceVersion").asLong();
  }

  @Test
  void whatHasNoRoomIsBlockedByTheSchedulersWords() throws Exception {
    startPools();
    plane.apply(
        namespace,
        """
        apiVersion: regatta.dev/v1
        kind: ModelPool
        metadata: {name: big}
        spec:
          model: {name: llama, source: meta-llama/Llama-3.1-8B}
          runtime: vllm
          gracePeriod: 2s
          engine: {image: vllm/vllm-openai}
          worker: {image: regatta/worker}
          gpus: {count: 2}
          tensorParallel: 2
          cache: {size: 1Gi}
          replicas: {min: 2, max: 2}
        """);
    awaitPools(1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pool("big").blocked().values())
                    .anySatisfy(why -> assertThat(why).startsWith("Unschedulable: 0/1 nodes")));
    plane.kubectl("", "delete", "-n", namespace, "modelpool", "big");
    await().atMost(PATIENCE).until(() -> plane.names(namespace, "statefulsets,pods,pvc").isEmpty());
  }

  @Test
  void aQuotaIsTheReasonOfReplicasWithoutAPod() throws Exception {
    plane.kubectl("", "create", "quota", "-n", namespace, "few", "--hard=pods=0");
    startPools();
    plane.apply(namespace, simulated("a", "") + "---\n" + simulated("b", "cache: {size: 1Gi}"));
    awaitPools(2);
    pools.scale("a", 1, "", Map.of());
    pools.scale("b", 1, "", Map.of());
    for (String name : List.of("a", "b")) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(pool(name).blocked())
                      .hasEntrySatisfying(
                          name + "#1", why -> assertThat(why).contains("exceeded quota: few")));
    }
  }

  @Test
  void driftIsRepairedAndWhatOthersAddStays() throws Exception {
    startPools();
    plane.apply(namespace, simulated("a", ""));
    await().atMost(PATIENCE).until(() -> !plane.names(namespace, "deployments").isEmpty());
    plane.kubectl(
        "",
        "set",
        "image",
        "-n",
        namespace,
        "deployment/a",
        "worker=another",
        "--field-manager=me");
    plane.kubectl("", "annotate", "-n", namespace, "deployment/a", "mine=yes");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        plane
                            .get(namespace, "deployment", "a")
                            .at("/spec/template/spec/containers/0/image")
                            .asText())
                    .isEqualTo("regatta/worker"));
    assertThat(plane.get(namespace, "deployment", "a").at("/metadata/annotations/mine").asText())
        .isEqualTo("yes");
  }

  @Test
  void theSchemaRefusesWhatTheReaderWould() throws Exception {
    for (String wrong :
        List.of(
            simulated("x", "slot: 3"),
            simulated("x", "slots: 0"),
            simulated("x", "engine: {image: i}"),
            simulated("x", "idleTime: soon"),
            simulated("x", "cache: {size: 1Gi, claim: c}"),
            simulated("x".repeat(53), ""),
            simulated("x", "").replace("max: 8", "min: 9, max: 8"))) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> plane.apply(namespace, wrong))
          .as(wrong)
          .isInstanceOf(java.io.IOException.class);
    }
    plane.apply(namespace, simulated("x", "cache: {size: 1Gi}"));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> plane.apply(namespace, simulated("x", "cache: {size: 2Gi}")))
        .hasMessageContaining("cannot be changed");
  }

  @Test
  void leadershipPassesByTheLease() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Duration duration = Duration.ofSeconds(3);
    try (Leadership second = stand("two", duration, told, stand("one", duration, told, null))) {
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("two elected");
      assertThat(second.termination().toCompletableFuture()).isNotDone();
    }
    assertThat(
            plane
                .get(namespace, "lease", "regatta-coordinator")
                .at("/spec/holderIdentity")
                .asText())
        .isEmpty();
  }

  /** Stands beside another one that leads, and closes that one. */
  private Leadership stand(
      String name, Duration duration, BlockingQueue<String> told, Leadership before)
      throws InterruptedException {
    Leadership leadership =
        LeaseLeadership.stand(
            api,
            "regatta-coordinator",
            name,
            duration,
            new Leadership.Listener() {
              @Override
              public void elected() {
                told.add(name + " elected");
              }

              @Override
              public void deposed() {
                told.add(name + " deposed");
              }
            });
    if (before == null) {
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(name + " elected");
    } else {
      before.close();
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("one deposed");
    }
    return leadership;
  }
}
