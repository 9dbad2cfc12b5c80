package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.TestingCluster.CoordinatorMember;
import dev.regatta.cli.TestingCluster.Member;
import dev.regatta.coordinator.api.SweepView.ModelView;
import dev.regatta.coordinator.scale.ObservedPool;
import dev.regatta.coordinator.scale.PoolBackend;
import dev.regatta.coordinator.scale.PoolStatus;
import dev.regatta.coordinator.scale.ScalingPolicy;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.service.registry.ClusterTopics;
import dev.regatta.service.registry.ServiceRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool whose replicas are real workers in threads: from zero to its most and back. */
class ScalingTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int MOST = 3;

  private static final String SWEEP =
      """
      name: scaled
      models: [{name: scaled, runtime: simulated, options: {tokens: 3}}]
      scenarios: [{scenario: dyck_language, args: {num_parenthesis_pairs: 3}}]
      perturbations: [space]
      defaults: {max_eval_instances: 100, max_train_instances: 2}
      """;

  @TempDir static Path directory;

  @Test
  void workersComeWithASweepStayWhileAnotherCoordinatorTakesOverAndGoAfterIt() throws Exception {
    String file = Files.writeString(directory.resolve("scaled.yaml"), SWEEP).toString();
    try (TestingCluster cluster = new TestingCluster(directory);
        ThreadPool pool = new ThreadPool(cluster)) {
      CoordinatorMember first = cluster.coordinator(pool);
      await().atMost(PATIENCE).until(first::leads);
      CoordinatorMember coordinator = cluster.coordinator(pool);
      cluster.aggregator();
      Cli submitted = Cli.regatta("submit", file, "--server", first.url());
      assertThat(submitted.exitCode()).as(submitted.err()).isZero();
      ApiClient client = new ApiClient(URI.create(coordinator.url()), Optional.empty());
      await().atMost(PATIENCE).until(() -> completed(client) >= 20);
      first.close();
      await().atMost(PATIENCE).until(coordinator::leads);
      await().atMost(PATIENCE).until(() -> completed(client) >= 150);
      assertThat(pool.lowered).isFalse();
      await()
          .atMost(PATIENCE)
          .until(() -> client.find(Optional.empty()).state() == SweepStatus.SCORED);
      ModelView model = client.find(Optional.empty()).models().get(0);
      assertThat(model.completed()).isEqualTo(model.planned()).isEqualTo(200);
      assertThat(pool.largest).isEqualTo(MOST);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                PoolStatus shown = client.pools().get(0);
                assertThat(shown.desired()).isZero();
                assertThat(shown.ready()).isZero();
                assertThat(shown.reason()).isEqualTo("idle");
              });
      JsonNode status = Cli.regatta("status", "--json", "--server", coordinator.url()).json();
      assertThat(status.at("/sweeps/0/state").asText()).isEqualTo("SCORED");
      assertThat(status.at("/pools/0/pool").asText()).isEqualTo("threads");
      assertThat(Cli.regatta("status", "--server", coordinator.url()).out())
          .contains("threads", "0 of " + MOST, "idle");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(metrics(coordinator))
                      .contains(
                          "regatta_pool_replicas{model=\"scaled\",pool=\"threads\",state=\"desired\"} 0",
                          "regatta_pool_outstanding{model=\"scaled\",pool=\"threads\"} 0"));
    }
  }

  private static int completed(ApiClient client) {
    return client.sweeps().stream()
        .flatMap(sweep -> sweep.models().stream())
        .mapToInt(ModelView::completed)
        .sum();
  }

  private static String metrics(CoordinatorMember coordinator) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(coordinator.url() + "/metrics")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static final class ThreadPool implements PoolBackend, AutoCloseable {
    private final TestingCluster cluster;
    private final ServiceRegistry registry;

    private final Deque<Member> replicas = new ArrayDeque<>();

    private volatile int largest;
    private volatile boolean lowered;

    ThreadPool(TestingCluster cluster) {
      this.cluster = cluster;
      Map<String, Object> kafka = Map.of("bootstrap.servers", cluster.bootstrapServers());
      ClusterTopics.ensure(kafka, 0);
      this.registry = ServiceRegistry.follow(kafka, Clock.systemUTC());
    }

    @Override
    public synchronized List<ObservedPool> pools() {
      ScalingPolicy policy =
          new ScalingPolicy(
              "scaled",
              0,
              MOST,
              0,
              2,
              0,
              1,
              Duration.ofSeconds(2),
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              0);
      int ready =
          (int)
              registry.present(ServiceKind.WORKER).stream()
                  .filter(worker -> worker.state() == ServiceState.SERVING)
                  .count();
      int replicas = this.replicas.size();
      return List.of(
          new ObservedPool(
              "threads",
              policy,
              replicas,
              Math.min(ready, replicas),
              Math.max(0, replicas - ready),
              Map.of()));
    }

    @Override
    public synchronized void scale(
        String pool, int wanted, String reason, Map<String, Integer> load) {
      while (replicas.size() < wanted) {
        replicas.push(cluster.startWorker("scaled", "tokens=3", "service_time_ms=1000", "slots=2"));
      }
      largest = Math.max(largest, wanted);
      while (replicas.size() > wanted) {
        lowered = true;
        replicas.pop().close();
      }
    }

    @Override
    public void close() {
      registry.close();
    }
  }
}
