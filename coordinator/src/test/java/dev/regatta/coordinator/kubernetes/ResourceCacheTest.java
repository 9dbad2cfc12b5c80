package dev.regatta.coordinator.kubernetes;

import static dev.regatta.coordinator.kubernetes.PoolsFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.service.life.Sleeper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourceCacheTest {
  private FakeKube kube;
  private ResourceCache cache;

  @BeforeEach
  void open() throws Exception {
    kube = new FakeKube();
    kube.objects().create("pods", pod("p", "a", "{phase: Pending}"));
    cache =
        ResourceCache.follow(
            kube.api(),
            KubeResource.PODS,
            Map.of("labelSelector", ModelPool.LABEL),
            List.of("spec"),
            () -> {},
            Sleeper.SYSTEM);
    await().until(() -> cache.get("a").isPresent());
  }

  @AfterEach
  void close() {
    cache.close();
    kube.close();
  }

  @Test
  void aLateAnswerNeitherBringsBackNorAges() {
    ObjectNode old = kube.objects().get("pods", "a");
    kube.objects().merge("pods", "a", PoolsFixture.yaml("{status: {phase: Running}}"));
    await().until(() -> phase().equals("Running"));
    cache.answered(old);
    assertThat(phase()).isEqualTo("Running");
    kube.objects().delete("pods", "a");
    await().until(() -> cache.get("a").isEmpty());
    cache.answered(old);
    assertThat(cache.all()).isEmpty();
  }

  @Test
  void anAnswerCountsBeforeTheWatchTellsIt() {
    ObjectNode next = kube.objects().get("pods", "a");
    next.withObject("/metadata").put("resourceVersion", "100000");
    next.withObject("/status").put("phase", "Running");
    cache.answered(next);
    assertThat(phase()).isEqualTo("Running");
  }

  @Test
  void onlyWhatIsAskedForIsKept() {
    ObjectNode other = pod("p", "b", "{}");
    other.withObject("/metadata").remove("labels");
    kube.objects().create("pods", other);
    ObjectNode large = pod("p", "c", "{}");
    large.putObject("spec").put("nodeName", "n");
    large.withObject("/metadata").putArray("managedFields").addObject();
    kube.objects().create("pods", large);
    await().until(() -> cache.get("c").isPresent());
    assertThat(cache.get("b")).isEmpty();
    assertThat(cache.get("c").orElseThrow().has("spec")).isFalse();
    assertThat(cache.get("c").orElseThrow().at("/metadata").has("managedFields")).isFalse();
  }

  private String phase() {
    return cache.get("a").orElseThrow().at("/status/phase").asText();
  }
}
