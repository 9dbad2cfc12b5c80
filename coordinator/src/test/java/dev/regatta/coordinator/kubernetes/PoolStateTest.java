package dev.regatta.coordinator.kubernetes;

import static dev.regatta.coordinator.kubernetes.PoolsFixture.READY;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.pod;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.kubernetes.PodState.Blocked;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolStateTest {
  private static final String SCHEDULED = "conditions: [{type: PodScheduled, status: 'True'}]";

  @Test
  void aPodIsReadyStartingOrLeaving() {
    assertThat(PodState.of(pod("p", "a", READY))).isEqualTo(new PodState.Ready());
    assertThat(PodState.of(pod("p", "a", "{phase: Pending}"))).isEqualTo(new PodState.Starting());
    assertThat(PodState.of(container("{waiting: {reason: ContainerCreating}}", "{}")))
        .isEqualTo(new PodState.Starting());
    assertThat(PodState.of(pod("p", "a", "{phase: Failed, reason: Evicted}")))
        .isEqualTo(new PodState.Leaving());
    ObjectNode deleted = pod("p", "a", READY);
    deleted.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
    assertThat(PodState.of(deleted)).isEqualTo(new PodState.Leaving());
  }

  @Test
  void kubernetesOwnReasonIsTold() {
    assertThat(
            PodState.of(
                pod(
                    "p",
                    "a",
                    "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason:"
                        + " Unschedulable, message: '0/2 nodes: 2 Insufficient nvidia.com/gpu.'}]}")))
        .isEqualTo(new Blocked("Unschedulable", "0/2 nodes: 2 Insufficient nvidia.com/gpu."));
    assertThat(
            PodState.of(
                container("{waiting: {reason: ImagePullBackOff, message: no such image}}", "{}")))
        .isEqualTo(new Blocked("ImagePullBackOff", "worker: no such image"));
    assertThat(
            PodState.of(
                container(
                    "{waiting: {reason: CrashLoopBackOff, message: back-off 20s}}",
                    "{terminated: {exitCode: 2, message: 'unknown runtime'}}")))
        .isEqualTo(
            new Blocked(
                "CrashLoopBackOff", "worker: back-off 20s; it ended with code 2: unknown runtime"));
  }

  @Test
  void anEngineThatCannotRunBlocksItsWorker() {
    assertThat(
            PodState.of(
                pod(
                    "p",
                    "a",
                    "{phase: Pending, "
                        + SCHEDULED
                        + ", initContainerStatuses: [{name: engine, state: {waiting: {reason:"
                        + " ErrImagePull}}}]}")))
        .isEqualTo(new Blocked("ErrImagePull", "engine"));
  }

  @Test
  void replicasWithoutAPodAreStartingUnlessKubernetesRefusesThem() {
    JsonNode workload = yaml("{spec: {replicas: 3}}");
    List<JsonNode> pods = List.of(pod("p", "a", READY));
    assertThat(PoolState.of("p", Optional.of(workload), pods, Optional.empty()))
        .isEqualTo(new PoolState(3, 1, 2, java.util.Map.of()));
    JsonNode refused =
        yaml(
            "{spec: {replicas: 3}, status: {conditions: [{type: ReplicaFailure, status: 'True',"
                + " reason: FailedCreate, message: exceeded quota}]}}");
    Blocked why = new Blocked("FailedCreate", "exceeded quota");
    assertThat(PoolState.of("p", Optional.of(refused), pods, Optional.empty()).blocked())
        .containsExactly(java.util.Map.entry("p#1", why), java.util.Map.entry("p#2", why));
    assertThat(PoolState.of("p", Optional.of(workload), pods, Optional.of(why)).blocked())
        .hasSize(2);
  }

  private static ObjectNode container(String state, String last) {
    return pod(
        "p",
        "a",
        "{phase: Pending, %s, containerStatuses: [{name: worker, state: %s, lastState: %s}]}"
            .formatted(SCHEDULED, state, last));
  }
}
