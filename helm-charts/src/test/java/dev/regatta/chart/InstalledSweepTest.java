package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.chaos.Evidence;
import dev.regatta.cli.chaos.RaceSweep;
import dev.regatta.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps on Regatta as the chart installs it, with services and workers as Pods of a real control
 * plane. Whatever happens to them, a sweep ends by itself with the rows of an undisturbed run.
 */
@Tag("kubernetes")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class InstalledSweepTest {
  private static final String POOL = "boats";
  private static final int REQUESTS = 4000;
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Fail-over by the Lease: the bound of the contract. */
  private static final Duration FAIL_OVER = Duration.ofSeconds(15);

  @TempDir private static Path directory;
  private Regatta regatta;
  private Broker broker;
  private ControlPlane plane;
  private Release release;

  @BeforeAll
  void install() {
    Optional<Path> programs = ControlPlane.programs();
    assumeTrue(programs.isPresent(), "KUBE_BIN names no built control plane: nothing is installed");
    assumeTrue(Regatta.built(), "cli/target/regatta.jar is not built");
    regatta = new Regatta(directory);
    broker = Broker.start(regatta, directory.resolve("topics"));
    plane =
        ControlPlane.start(
            programs.get(),
            directory.resolve("kube"),
            "--audit",
            "--processes",
            regatta.imageMap(directory).toString(),
            "--group",
            "services count=2 cpu=8 memory=32Gi",
            "--group",
            "gpu count=3 cpu=8 memory=32Gi nvidia.com/gpu=1");
    release = new Release(plane, regatta, directory, broker.bootstrap());
    release.install("src/test/resources/live.yaml");
  }

  @AfterAll
  void end() {
    if (plane != null) {
      plane.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  /** A sweep under way, and what it must come to. */
  private record Running(String id, Path file, List<String> models) {}

  @Test
  @Order(1)
  void workersFollowTheQueueFromZeroToZero() {
    assertThat(release.workers(POOL)).isEmpty();

    Running sweep = submit("elastic");
    await("three workers").atMost(PATIENCE).until(() -> release.workers(POOL).size() == 3);
    assertUndisturbed(sweep);

    await("no worker").atMost(PATIENCE).until(() -> release.workers(POOL).isEmpty());
  }

  @Test
  @Order(2)
  void aDeletedWorkerCostsNothing() {
    Running sweep = submit("deleted");
    JsonNode worker = busyWorker(sweep);

    plane.kubectl("delete", "pod", "-n", Release.NAMESPACE, name(worker));

    assertUndisturbed(sweep);
  }

  @Test
  @Order(3)
  void aNodeThatIsLostCostsOnlyWhatWasInFlight() {
    Running sweep = submit("lost");
    String node = busyWorker(sweep).at("/spec/nodeName").asText();

    plane.kubectl("annotate", "node", node, "fake-kubelet/lost=true");

    assertUndisturbed(sweep);
    plane.kubectl("annotate", "node", node, "fake-kubelet/lost-");
  }

  @Test
  @Order(4)
  void aNodeThatIsPreemptedCostsOnlyWhatWasInFlight() {
    Running sweep = submit("preempted");
    String node = busyWorker(sweep).at("/spec/nodeName").asText();

    plane.kubectl("annotate", "node", node, "fake-kubelet/preempt=true");

    assertUndisturbed(sweep);
    plane.kubectl("annotate", "node", node, "fake-kubelet/preempt-", "fake-kubelet/lost-");
  }

  @Test
  @Order(5)
  void anotherCoordinatorTakesOverFromOneThatIsKilled() {
    Running sweep = submit("leader");
    busyWorker(sweep);
    String leader = leader();

    plane.kubectl("delete", "pod", "-n", Release.NAMESPACE, leader, "--grace-period=0", "--force");

    await("another leader").atMost(FAIL_OVER).until(() -> !leader().equals(leader));
    assertUndisturbed(sweep);
  }

  @Test
  @Order(6)
  void upgradeAndRollbackInMidSweepLoseNothing() {
    Running sweep = submit("upgraded");
    busyWorker(sweep);

    release.upgrade("src/test/resources/live.yaml", "src/test/resources/live-upgrade.yaml");
    release.awaitSweep(sweep.id(), "more answers", state -> completed(state) > REQUESTS / 2);
    release.rollback();

    assertUndisturbed(sweep);
  }

  @Test
  @Order(7)
  void poolsThatFindNoGpuSaySoAndGiveWay() {
    Running sweep = submit("short", "yachts");

    await("Kubernetes's own reason")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(
            () -> blocked().stream().anyMatch(why -> why.contains("Insufficient nvidia.com/gpu")));
    assertUndisturbed(sweep);
  }

  /** Why replicas of pools cannot run, as the status shows it. */
  private List<String> blocked() {
    List<String> reasons = new ArrayList<>();
    for (JsonNode pool : release.regatta("status").path("pools")) {
      pool.path("blocked").forEach(reason -> reasons.add(reason.asText()));
    }
    return reasons;
  }

  @Test
  @Order(8)
  void nothingIsAskedOfKubernetesThatIsDeniedOrNeedless() {
    List<JsonNode> own =
        plane.audit().stream()
            .filter(
                request ->
                    request
                        .at("/user/username")
                        .asText()
                        .startsWith("system:serviceaccount:" + Release.NAMESPACE + ":"))
            .toList();

    assertThat(own).isNotEmpty();
    assertThat(own)
        .filteredOn(request -> request.at("/responseStatus/code").asInt() == 403)
        .as("denied")
        .isEmpty();
  }

  @Test
  @Order(9)
  void uninstallLeavesNothingButTheResults() {
    release.uninstall();

    await("no pods").atMost(PATIENCE).until(() -> release.pods("").isEmpty());
    assertThat(
            release.leftovers(
                "deployments",
                "statefulsets",
                "services",
                "configmaps",
                "secrets",
                "leases",
                "roles",
                "rolebindings",
                "serviceaccounts",
                "persistentvolumeclaims"))
        .isEqualTo(
            Map.of(
                "configmaps", List.of("kube-root-ca.crt"),
                "serviceaccounts", List.of("default"),
                "persistentvolumeclaims", List.of(Release.NAME + "-regatta-store")));
  }

  private Running submit(String name, String... further) {
    List<String> models = new ArrayList<>(List.of(POOL));
    models.addAll(List.of(further));
    Path file = RaceSweep.write(directory.resolve(name), name, models, REQUESTS);
    ownRaces(name);
    return new Running(release.submit(file), file, models);
  }

  /** Requests that no other sweep has: those would have their answers already. */
  private static void ownRaces(String name) {
    Path races = directory.resolve(name).resolve("races.jsonl");
    try {
      Files.writeString(
          races, Files.readString(races).replace("In race", "In the " + name + " race"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of at least two workers that are at it, when some of the answers are there. */
  private JsonNode busyWorker(Running sweep) {
    release.awaitSweep(sweep.id(), "answers", state -> completed(state) > REQUESTS / 20);
    List<JsonNode> workers = new ArrayList<>();
    await("two workers that are ready")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(
            () -> {
              workers.clear();
              workers.addAll(release.ready("worker"));
              return workers.size() >= 2;
            });
    workers.sort(Comparator.comparing(InstalledSweepTest::name));
    return workers.get(0);
  }

  private static int completed(JsonNode sweep) {
    return sweep.at("/models/0/completed").asInt();
  }

  private static String name(JsonNode pod) {
    return pod.at("/metadata/name").asText();
  }

  /** Name of the pod that leads, by the Lease. */
  private String leader() {
    return plane.list(Release.NAMESPACE, "leases").get(0).at("/spec/holderIdentity").asText();
  }

  /** Waits until the sweep is scored, and compares all that it has left. */
  private void assertUndisturbed(Running sweep) {
    JsonNode end =
        release.awaitSweep(
            sweep.id(), "scores", state -> state.path("state").asText().equals("SCORED"));

    for (JsonNode model : end.path("models")) {
      assertThat(model.path("planned").asInt()).as("%s", end).isEqualTo(REQUESTS);
      assertThat(model.path("completed").asInt()).as("%s", end).isEqualTo(REQUESTS);
    }
    Path store = directory.resolve("undisturbed-" + sweep.id());
    String id =
        regatta
            .json("run", sweep.file().toString(), "--json", "--store=" + store)
            .path("sweep")
            .asText();
    for (String model : sweep.models()) {
      Evidence undisturbed = Evidence.of(Store.open(store.toString()), id, model);
      assertThat(release.evidence(sweep.id(), model).differences(undisturbed)).isEmpty();
    }
    assertThat(Evidence.answeredAgain(broker.bootstrap(), sweep.id()))
        .as("requests answered again")
        .isLessThan(REQUESTS * 3 / 100);
  }
}
