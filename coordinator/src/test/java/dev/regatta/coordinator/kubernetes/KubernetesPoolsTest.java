package dev.regatta.coordinator.kubernetes;

import static dev.regatta.coordinator.kubernetes.PoolsFixture.READY;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.SIMULATED;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.VLLM;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.condition;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.pod;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.resource;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.scale.ObservedPool;
import dev.regatta.service.life.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesPoolsTest {
  private static final Sleeper SHORT = time -> Sleeper.SYSTEM.sleep(Duration.ofMillis(20));

  private final AtomicBoolean leads = new AtomicBoolean(true);
  private FakeKube kube;
  private KubernetesPools pools;

  @BeforeEach
  void open() throws Exception {
    kube = new FakeKube();
  }

  @AfterEach
  void close() {
    if (pools != null) {
      pools.close();
    }
    kube.close();
  }

  @Test
  void aPoolGetsItsWorkloadAndAStatus() {
    create("a", SIMULATED);
    start();
    await().until(() -> kube.objects().has("deployments", "a"));
    assertThat(replicas("a")).isEqualTo(1);
    await().untilAsserted(() -> assertThat(status("a").path("replicas").asInt()).isEqualTo(1));
    assertThat(condition(status("a"), "Accepted").path("status").asText()).isEqualTo("True");
    assertThat(condition(status("a"), "Ready").path("reason").asText()).isEqualTo("Starting");
  }

  @Test
  void nothingIsWrittenWhereNothingDiffers() {
    create("a", SIMULATED);
    create("b", VLLM.replace("max: 4", "min: 1, max: 4") + "cache: {size: 1Gi}");
    start();
    awaitStatus("a");
    awaitStatus("b");
    int writes = kube.writes().size();
    kube.objects().create("pods", pod("a", "a-1", "{phase: Pending}"));
    kube.objects().create("pods", pod("b", "b-1", "{phase: Pending}"));
    kube.objects().merge("pods", "a-1", yaml("{status: {phase: Running}}"));
    awaitSeen("a", 1);
    assertThat(kube.writes()).hasSize(writes);
  }

  @Test
  void driftIsRepaired() {
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    kube.objects()
        .merge(
            "deployments", "a", yaml("{spec: {replicas: 3, template: {spec: {volumes: null}}}}"));
    // The size is the autoscaler's: the one that is found counts until it asks for another.
    await()
        .untilAsserted(
            () ->
                assertThat(
                        kube.objects()
                            .get("deployments", "a")
                            .at("/spec/template/spec/volumes/0/name")
                            .asText())
                    .isEqualTo("tmp"));
    assertThat(replicas("a")).isEqualTo(3);
    kube.objects().delete("deployments", "a");
    await().until(() -> kube.objects().has("deployments", "a"));
  }

  @Test
  void aChangedPoolChangesItsWorkload() {
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    kube.objects().merge("modelpools", "a", yaml("{spec: {worker: {image: 'regatta/worker:2'}}}"));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        kube.objects()
                            .get("deployments", "a")
                            .at("/spec/template/spec/containers/0/image")
                            .asText())
                    .isEqualTo("regatta/worker:2"));
  }

  @Test
  void whatIsTakenOutOfAPoolGoesFromItsWorkload() {
    create(
        "a",
        SIMULATED.replace("worker:1}", "worker:1, args: [--lanes, '2']}")
            + "nodeSelector: {disk: fast}\n");
    start();
    awaitStatus("a");
    assertThat(workload().toString()).contains("--lanes", "disk");
    kube.objects()
        .merge("modelpools", "a", yaml("{spec: {nodeSelector: null, worker: {args: null}}}"));
    await()
        .untilAsserted(
            () ->
                assertThat(workload().toString()).doesNotContain("--lanes").doesNotContain("disk"));
  }

  private JsonNode workload() {
    return kube.objects().get("deployments", "a").path("spec");
  }

  @Test
  void aDeletedPoolIsForgottenAndItsWorkloadGoes() {
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    kube.objects().delete("modelpools", "a");
    await().until(() -> pools.pools().isEmpty());
    assertThat(kube.objects().has("deployments", "a")).isFalse();
  }

  @Test
  void anInvalidPoolSaysWhyAndStopsNoOther() {
    create("a", "{model: {name: m}, runtime: simulatd}");
    create("b", SIMULATED);
    create("c", "{model: {name: m}, runtime: simulated}");
    start();
    awaitStatus("b");
    awaitStatus("a");
    assertThat(condition(status("a"), "Accepted").path("message").asText())
        .contains("did you mean \"simulated\"?");
    awaitStatus("c");
    assertThat(condition(status("c"), "Accepted").path("message").asText())
        .contains("spec.worker.image: missing");
    assertThat(kube.objects().has("deployments", "a")).isFalse();
    assertThat(kube.objects().has("deployments", "b")).isTrue();
    assertThat(pools.pools()).extracting(ObservedPool::name).containsExactly("b", "c");
  }

  @Test
  void aSizeIsAppliedAndRecordedWithItsReason() {
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    pools.scale("a", 5, "much to do", Map.of());
    pools.outstanding("a", 1234);
    assertThat(pools.pools().get(0).replicas()).isEqualTo(5);
    await().untilAsserted(() -> assertThat(replicas("a")).isEqualTo(5));
    await()
        .untilAsserted(
            () -> assertThat(status("a").path("reason").asText()).isEqualTo("much to do"));
    assertThat(status("a").path("desired").asInt()).isEqualTo(5);
    assertThat(status("a").path("outstanding").asLong()).isEqualTo(1234);
  }

  @Test
  void aSizeBeyondTheBoundsOfThePoolIsBroughtWithin() {
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    pools.scale("a", 50, "", Map.of());
    await().untilAsserted(() -> assertThat(replicas("a")).isEqualTo(8));
  }

  @Test
  void theLeastLoadedGoFirst() {
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    pools.scale("a", 3, "", Map.of());
    await().untilAsserted(() -> assertThat(replicas("a")).isEqualTo(3));
    List.of("a-1", "a-2", "a-3")
        .forEach(name -> kube.objects().create("pods", pod("a", name, READY)));
    await().until(() -> pools.pools().get(0).ready() == 3);
    pools.scale("a", 1, "little to do", Map.of("a-1", 7, "a-3", 12));
    await().untilAsserted(() -> assertThat(replicas("a")).isEqualTo(1));
    assertThat(cost("a-1")).isEqualTo("7");
    assertThat(cost("a-2")).isEmpty();
    assertThat(cost("a-3")).isEqualTo("12");
    List<String> writes = kube.writes();
    assertThat(writes.lastIndexOf("PATCH pods/a-3"))
        .isLessThan(writes.lastIndexOf("PATCH deployments/a"));
  }

  @Test
  void whatBlocksReplicasIsObserved() {
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    pools.scale("a", 2, "", Map.of());
    kube.objects()
        .create(
            "pods",
            pod(
                "a",
                "a-1",
                "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason:"
                    + " Unschedulable, message: no GPUs}]}"));
    await()
        .untilAsserted(
            () ->
                assertThat(pools.pools().get(0).blocked())
                    .containsEntry("a-1", "Unschedulable: no GPUs"));
    await()
        .untilAsserted(
            () ->
                assertThat(condition(status("a"), "Scheduled").path("message").asText())
                    .isEqualTo("no GPUs"));
    assertThat(status("a").at("/blocked/0/reason").asText()).isEqualTo("Unschedulable");
  }

  @Test
  void aStatefulSetThatMayMakeNoPodsIsBlocked() {
    create("a", SIMULATED + "cache: {size: 1Gi}");
    start();
    awaitStatus("a");
    kube.objects()
        .create(
            "events",
            yaml(
                "{metadata: {name: e}, reason: FailedCreate, message: exceeded quota,"
                    + " involvedObject: {kind: StatefulSet, name: a}}"));
    await()
        .untilAsserted(
            () ->
                assertThat(pools.pools().get(0).blocked())
                    .containsEntry("a#1", "FailedCreate: exceeded quota"));
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 500, 503, 429})
  void whatFailsIsTriedAgain(int status) {
    kube.fail("PATCH deployments/a", status);
    kube.fail("PATCH modelpools/a/status", status);
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    assertThat(kube.objects().has("deployments", "a")).isTrue();
  }

  @Test
  void aRefusedWorkloadSaysWhyAndIsTriedAgain() {
    kube.fail("PATCH deployments/a", 422);
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    await().until(() -> kube.objects().has("deployments", "a"));
    await()
        .untilAsserted(
            () ->
                assertThat(condition(status("a"), "Accepted").path("status").asText())
                    .isEqualTo("True"));
  }

  @Test
  void aServerThatDoesNotAnswerIsAskedAgain() {
    kube.delay("PATCH deployments/a", Duration.ofSeconds(2));
    create("a", SIMULATED);
    start(kube.api(Duration.ofMillis(200)));
    await().until(() -> kube.objects().has("deployments", "a"));
  }

  @Test
  void aWatchThatIsGoneBeginsAnew() {
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    long lists = lists();
    kube.objects().forget();
    create("b", SIMULATED);
    awaitStatus("b");
    assertThat(lists()).isGreaterThan(lists);
  }

  @Test
  void aWatchThatEndsGoesOnWithoutReadingEverythingAgain() {
    create("a", SIMULATED);
    start();
    awaitStatus("a");
    long lists = lists();
    kube.objects().endWatches();
    create("b", SIMULATED);
    awaitStatus("b");
    assertThat(lists()).isEqualTo(lists);
  }

  @Test
  void aListThatFailsIsToldAndTriedAgain() {
    kube.fail("GET modelpools", 403);
    create("a", SIMULATED);
    Sleeper never = time -> Sleeper.SYSTEM.sleep(Duration.ofDays(1));
    pools = KubernetesPools.start(kube.api(), objects(), leads::get, Clock.systemUTC(), never);
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> pools.pools())
                    .hasMessageContaining("read modelpools.regatta.dev in namespace ns")
                    .hasMessageContaining("docs/kubernetes.md"));
    pools.close();
    start();
    awaitStatus("a");
  }

  @Test
  void whoDoesNotLeadWritesNothing() {
    leads.set(false);
    create("a", SIMULATED);
    start();
    await().until(() -> pools.pools().size() == 1);
    assertThat(kube.writes()).isEmpty();
    leads.set(true);
    awaitStatus("a");
  }

  @Test
  void aRoundOverAHundredPoolsThatAreAsTheyShouldBeAsksNothing() {
    for (int i = 0; i < 100; i++) {
      create("p" + i, i % 2 == 0 ? SIMULATED : VLLM);
    }
    KubeApi api = kube.api();
    try (PoolCaches caches = new PoolCaches(api, () -> {}, SHORT)) {
      PoolReconciler reconciler = new PoolReconciler(api, caches, objects(), Clock.systemUTC());
      await().until(caches::synced);
      // Rounds without a pause keep the watches from telling what the rounds before have written.
      await().atMost(Duration.ofMinutes(1)).until(() -> requestsOfARound(reconciler) == 0);
      assertThat(requestsOfARound(reconciler)).isZero();
      assertThat(kube.writes()).hasSizeGreaterThanOrEqualTo(200);
    }
  }

  private int requestsOfARound(PoolReconciler reconciler) {
    int before = kube.requests().size();
    reconciler.round();
    return kube.requests().size() - before;
  }

  private void create(String name, String spec) {
    ObjectNode resource = resource(name, spec);
    kube.objects().create("modelpools", resource);
  }

  private void start() {
    start(kube.api());
  }

  private void start(KubeApi api) {
    pools = KubernetesPools.start(api, objects(), leads::get, Clock.systemUTC(), SHORT);
  }

  private static PoolObjects objects() {
    return new PoolObjects(WorkerDefaults.none(), "kafka:9092");
  }

  private int replicas(String name) {
    return kube.objects().get("deployments", name).at("/spec/replicas").asInt();
  }

  private com.fasterxml.jackson.databind.JsonNode status(String name) {
    return kube.objects().get("modelpools", name).path("status");
  }

  private String cost(String pod) {
    return kube.objects()
        .get("pods", pod)
        .at("/metadata/annotations/controller.kubernetes.io~1pod-deletion-cost")
        .asText();
  }

  private void awaitStatus(String name) {
    await()
        .untilAsserted(
            () -> {
              assertThat(status(name).path("observedGeneration").asLong()).isPositive();
              if (condition(status(name), "Accepted").path("status").asText().equals("True")) {
                assertThat(status(name).path("replicas")).isEqualTo(status(name).path("desired"));
              }
            });
  }

  private void awaitSeen(String pool, int starting) {
    await()
        .until(
            () ->
                pools.pools().stream()
                    .anyMatch(each -> each.name().equals(pool) && each.starting() == starting));
  }

  private long lists() {
    return kube.requests().stream().filter(each -> each.equals("GET modelpools")).count();
  }
}
