package dev.regatta.coordinator.kubernetes;

import static dev.regatta.coordinator.kubernetes.PoolsFixture.SIMULATED;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.VLLM;
import static dev.regatta.coordinator.kubernetes.PoolsFixture.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonParser;
import dev.regatta.coordinator.config.Binder;
import dev.regatta.coordinator.config.Problems;
import dev.regatta.protocol.Json;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolObjectsTest {
  private static final String BOOTSTRAP = "kafka:9092";

  @Test
  void aPoolIsADeploymentThatItOwns() throws Exception {
    JsonNode deployment = workload(SIMULATED, "{}", 3);
    V1Deployment.validateJsonElement(JsonParser.parseString(deployment.toString()));
    assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(deployment.at("/metadata/labels/regatta.dev~1pool").asText()).isEqualTo("p");
    JsonNode owner = deployment.at("/metadata/ownerReferences/0");
    assertThat(owner.path("uid").asText()).isEqualTo("uid-of-p");
    assertThat(owner.path("kind").asText()).isEqualTo("ModelPool");
    assertThat(owner.path("controller").asBoolean()).isTrue();
    assertThat(deployment.at("/spec/selector/matchLabels/regatta.dev~1pool"))
        .isEqualTo(deployment.at("/spec/template/metadata/labels/regatta.dev~1pool"));
    assertThat(deployment.at("/spec/strategy/rollingUpdate/maxSurge").asInt()).isZero();
    assertThat(deployment.at("/spec/template/spec/terminationGracePeriodSeconds").asInt())
        .isEqualTo(60);
  }

  @Test
  void aVolumeForEachReplicaMakesItAStatefulSet() throws Exception {
    JsonNode set =
        workload(SIMULATED + "cache: {size: 10Gi, storageClass: fast, path: /m}", "{}", 2);
    V1StatefulSet.validateJsonElement(JsonParser.parseString(set.toString()));
    JsonNode claim = set.at("/spec/volumeClaimTemplates/0");
    assertThat(claim.at("/spec/resources/requests/storage").asText()).isEqualTo("10Gi");
    assertThat(claim.at("/spec/storageClassName").asText()).isEqualTo("fast");
    assertThat(set.at("/spec/persistentVolumeClaimRetentionPolicy/whenDeleted").asText())
        .isEqualTo("Delete");
    assertThat(set.at("/spec/podManagementPolicy").asText()).isEqualTo("Parallel");
    assertThat(names(set.at("/spec/template/spec/volumes"))).doesNotContain("cache");
    assertThat(mounts(worker(set))).contains("/m");
  }

  @Test
  void workersAnswerForTheModelUnderTheNameOfTheirPod() {
    JsonNode worker = worker(workload(SIMULATED + "slots: 4", "{}", 1));
    assertThat(texts(worker.path("args")))
        .startsWith("worker")
        .containsSequence("--model", "sim")
        .containsSequence("--runtime", "simulated")
        .containsSequence("--id", "$(POD_NAME)")
        .containsSequence("--bootstrap", BOOTSTRAP)
        .containsSequence("--drain-timeout", "55000ms")
        .containsSequence("--runtime-option", "slots=4")
        .doesNotContain("--http.port", "--kafka-properties");
    assertThat(worker.has("readinessProbe")).isFalse();
  }

  @Test
  void whatTheUserSaysGoesBeforeWhatIsUsual() {
    List<String> worker =
        texts(
            worker(
                    workload(
                        SIMULATED.replace(
                            "image: regatta/worker:1",
                            "image: i, options: {slots: 7}, args: [--drain-timeout=9s, --lanes, '2']"),
                        "{}",
                        1))
                .path("args"));
    assertThat(worker)
        .containsOnlyOnce("slots=7")
        .contains("--drain-timeout=9s")
        .doesNotContain("--drain-timeout", "slots=64");
    List<String> engine =
        texts(
            engine(workload(VLLM.replace("--max-model-len, \"8192\"", "--port, \"9000\""), "{}", 1))
                .path("args"));
    assertThat(engine).containsOnlyOnce("--port").containsSequence("--port", "9000");
  }

  @Test
  void anEngineRunsBesideTheWorkerAndHasTheAccelerators() throws Exception {
    JsonNode deployment = workload(VLLM, "{}", 1);
    V1Deployment.validateJsonElement(JsonParser.parseString(deployment.toString()));
    JsonNode engine = engine(deployment);
    assertThat(engine.path("restartPolicy").asText()).isEqualTo("Always");
    assertThat(texts(engine.path("command")))
        .containsExactly("vllm", "serve", "meta-llama/Llama-3.1-8B");
    assertThat(texts(engine.path("args")))
        .containsSequence("--served-model-name", "llama")
        .containsSequence("--tensor-parallel-size", "2")
        .containsSequence("--max-num-seqs", "32")
        .containsSequence("--revision", "abc")
        .containsSequence("--host", "127.0.0.1")
        .endsWith("--max-model-len", "8192");
    assertThat(engine.at("/resources/limits/nvidia.com~1gpu").asText()).isEqualTo("2");
    assertThat(engine.at("/resources/requests/cpu").asText()).isEqualTo("4");
    assertThat(worker(deployment).path("resources").toString()).doesNotContain("nvidia");
    assertThat(texts(worker(deployment).path("args")))
        .containsSequence("--runtime", "openai")
        .contains("base_url=http://127.0.0.1:8000/v1", "model=llama", "concurrency=32");
    assertThat(mounts(engine)).contains("/dev/shm");
    assertThat(deployment.at("/spec/template/spec/tolerations").toString())
        .contains("nvidia.com/gpu", "node.kubernetes.io/unreachable");
  }

  @ParameterizedTest
  @CsvSource({
    "sglang, python3, --tp-size",
    "tgi, , --num-shard",
    "llama-server, , --parallel",
    "vllm, vllm, --tensor-parallel-size"
  })
  void eachEngineIsStartedInItsOwnWay(String runtime, String command, String flag) {
    JsonNode engine =
        engine(workload(VLLM.replace("runtime: vllm", "runtime: " + runtime), "{}", 1));
    assertThat(engine.at("/command/0").asText(null)).isEqualTo(command);
    assertThat(texts(engine.path("args"))).contains(flag);
  }

  @Test
  void anEngineInTheWorkerHasTheAccelerators() {
    JsonNode deployment =
        workload(
            "{model: {name: m, source: 'hf://o/r/m.gguf'}, runtime: llamacpp, slots: 8,"
                + " gpus: {count: 1, resource: nvidia.com/mig-1g.10gb}, worker: {image: i}}",
            "{}",
            1);
    JsonNode worker = worker(deployment);
    assertThat(worker.at("/resources/limits/nvidia.com~1mig-1g.10gb").asText()).isEqualTo("1");
    assertThat(texts(worker.path("args"))).contains("file=hf://o/r/m.gguf", "slots=8");
    assertThat(deployment.at("/spec/template/spec").has("initContainers")).isFalse();
  }

  @Test
  void theInstallationGivesImageKafkaTokensAndLabels() {
    JsonNode deployment =
        workload(
            "{model: {name: m}, runtime: simulated}",
            """
            image: regatta/worker:9
            kafka: {bootstrap: "other:1", propertiesSecret: kafka-client}
            tokensSecret: tokens
            serviceAccountName: worker
            env: [{name: REGATTA_HEAP, value: 512m}]
            resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}
            labels: {team: evals, regatta.dev/pool: mine}
            """,
            1);
    JsonNode worker = worker(deployment);
    assertThat(worker.path("image").asText()).isEqualTo("regatta/worker:9");
    assertThat(texts(worker.path("args")))
        .containsSequence("--bootstrap", "other:1")
        .containsSequence("--kafka-properties", "/etc/regatta/kafka/kafka.properties")
        .containsSequence("--http.tokens-file", "/etc/regatta/tokens/tokens")
        .containsSequence("--http.host", "$(POD_IP)");
    assertThat(worker.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
    assertThat(worker.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/healthz");
    assertThat(worker.at("/resources/limits/memory").asText()).isEqualTo("1Gi");
    assertThat(names(worker.path("env"))).contains("REGATTA_HEAP");
    assertThat(deployment.at("/spec/template/metadata/labels/team").asText()).isEqualTo("evals");
    assertThat(deployment.at("/metadata/labels/regatta.dev~1pool").asText()).isEqualTo("p");
    assertThat(deployment.at("/spec/template/spec/serviceAccountName").asText())
        .isEqualTo("worker");
  }

  @ParameterizedTest
  @ValueSource(strings = {SIMULATED, VLLM})
  void podsKeepToTheStandardRestrictedWithAReadOnlyRoot(String spec) {
    JsonNode pod = workload(spec, "{}", 1).at("/spec/template/spec");
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    List<JsonNode> containers = new ArrayList<>();
    pod.path("containers").forEach(containers::add);
    pod.path("initContainers").forEach(containers::add);
    for (JsonNode container : containers) {
      JsonNode security = container.path("securityContext");
      assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
      assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
      assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
      assertThat(texts(security.at("/capabilities/drop"))).containsExactly("ALL");
      assertThat(mounts(container)).contains("/tmp", "/scratch", "/cache");
    }
  }

  @Test
  void aWorkerIsDoneBeforeItIsKilled() {
    assertThat(WorkerArguments.drain(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(55));
    assertThat(WorkerArguments.drain(Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void theSameIsMadeOfTheSame() {
    assertThatCode(
            () ->
                assertThat(Drift.between(workload(VLLM, "{}", 1), workload(VLLM, "{}", 1)))
                    .isEmpty())
        .doesNotThrowAnyException();
  }

  private static JsonNode workload(String spec, String defaults, int replicas) {
    Problems problems = new Problems();
    WorkerDefaults read =
        Binder.bindText(defaults, "defaults", WorkerDefaults.class, problems).orElseThrow().value();
    problems.throwIfAny();
    ModelPool pool = pool("p", spec);
    assertThat(pool.problems()).isEmpty();
    return Json.read(
        new PoolObjects(read, BOOTSTRAP).workload(pool, replicas).toString(), JsonNode.class);
  }

  private static JsonNode worker(JsonNode workload) {
    return workload.at("/spec/template/spec/containers/0");
  }

  private static JsonNode engine(JsonNode workload) {
    return workload.at("/spec/template/spec/initContainers/0");
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static List<String> names(JsonNode list) {
    return list.valueStream().map(item -> item.path("name").asText()).toList();
  }

  private static List<String> mounts(JsonNode container) {
    return container
        .path("volumeMounts")
        .valueStream()
        .map(mount -> mount.path("mountPath").asText())
        .toList();
  }
}
