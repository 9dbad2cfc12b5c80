package dev.regatta.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.regatta.coordinator.execution.ExecutionConfig;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.submission.Manifest;
import dev.regatta.coordinator.submission.Submission;
import dev.regatta.coordinator.submission.Submissions;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.store.Store;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepRunTest {
  private static final String NOWHERE = "broker.invalid:9092";

  @TempDir private Path directory;
  private Store store;
  private Submissions submissions;
  private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();

  @BeforeEach
  void open() {
    store = Store.open(directory.resolve("store").toString());
    submissions =
        new Submissions(
            store,
            new Fetcher(
                directory.resolve("cache"),
                Map.of(),
                FetchListener.NONE,
                HttpClient.newHttpClient()),
            PerturbationResources.standard(),
            directory.resolve("scratch"),
            1 << 20,
            Clock.systemUTC());
  }

  @Test
  void aRunThatIsLeftDoesNotWaitForItsData() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    HttpServer silent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    silent.createContext(
        "/",
        exchange -> {
          asked.countDown();
          await(over);
          exchange.close();
        });
    silent.start();
    try {
      String source = "http://127.0.0.1:" + silent.getAddress().getPort() + "/q.jsonl";
      SweepRun run =
          start(
              Map.of(
                  "sweep.yaml",
                  "models: [{name: m, runtime: simulated}]\nscenarios: [s.yaml]\n",
                  "s.yaml",
                  "splits: {test: \"" + source + "\"}\ninput: question\nreferences: answer\n"));
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      run.leave();
      assertThat(ended).succeedsWithin(30, TimeUnit.SECONDS);
      run.join();
    } finally {
      over.countDown();
      silent.stop(0);
    }
  }

  @Test
  void anErrorOfKafkaIsOneOfAResource() throws Exception {
    start(
        Map.of(
            "sweep.yaml",
            "models: [{name: m, runtime: simulated}]\n"
                + "scenarios: [{scenario: dyck_language, args: {num_parenthesis_pairs: 2}}]\n"));
    assertThat(ended.get(30, TimeUnit.SECONDS).orElseThrow())
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.RESOURCE))
        .hasMessageContaining("bootstrap");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SweepRun start(Map<String, String> files) throws Exception {
    List<Manifest.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      submissions.upload(hash, new ByteArrayInputStream(bytes));
      entries.add(new Manifest.Entry(file.getKey(), hash, bytes.length));
    }
    Submission submission = submissions.accept(new Manifest("sweep.yaml", entries), one -> {});
    SweepControl control =
        new SweepControl(
            submission.id(),
            submission.name(),
            SweepStatus.PLANNING,
            0,
            0,
            null,
            0,
            List.of(new ModelRef("m", "simulated", "1", "r", null, true)),
            null,
            Map.of(),
            null);
    return SweepRun.start(
        control,
        submission,
        new SweepRun.Environment(
            store, submissions, null, ExecutionConfig.at(NOWHERE), null, new LongAdder()),
        new SweepRun.Listener() {
          @Override
          public void published(SweepRun run) {}

          @Override
          public void ended(SweepRun run, Throwable error) {
            ended.complete(Optional.ofNullable(error));
          }
        });
  }
}
