package dev.regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.cli.bench.LoadGenerator;
import dev.regatta.cli.bench.SlotServer;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How much of an HTTP server's capacity one worker keeps busy, beside a bare load generator on the
 * same server. Server, load generator and worker are processes of their own; Kafka is in this one,
 * and has all requests before the worker starts.
 *
 * <p>Rates are the server's, over the middle of each run: from a tenth of the requests to nine
 * tenths of them, so that starting and ending do not count.
 */
final class ServerBench {
  private static final String MODEL = SlotServer.MODEL;
  private static final long POLL_MILLIS = 20;

  /** A few wait at the server, so that none of its slots does. */
  private static final double AHEAD = 1.1;

  private final int slots;
  private final int millis;
  private final int requests;
  private final Path scratch;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * What was measured.
   *
   * @param possiblePerSecond slots by service time
   * @param loadGeneratorPerSecond mean of the run before the worker's and the one after it
   * @param ratio of worker to load generator
   */
  record Report(
      int slots,
      int millis,
      int requests,
      double possiblePerSecond,
      double loadGeneratorPerSecond,
      double workerPerSecond,
      double ratio) {}

  ServerBench(int slots, int millis, int requests, Path scratch) {
    this.slots = slots;
    this.millis = millis;
    this.requests = requests;
    this.scratch = scratch;
  }

  Report run() throws IOException {
    try (Java server = Java.start(SlotServer.class, "0", text(slots), text(millis))) {
      int port = Integer.parseInt(server.line());
      loadGenerator(port, Math.max(1, requests / 10));
      double before = loadGenerator(port, requests);
      double worker = worker(port);
      double bare = (before + loadGenerator(port, requests)) / 2;
      return new Report(slots, millis, requests, 1e3 * slots / millis, bare, worker, worker / bare);
    }
  }

  private static String text(int number) {
    return Integer.toString(number);
  }

  private int inFlight() {
    return (int) Math.ceil(slots * AHEAD);
  }

  private double loadGenerator(int port, int count) throws IOException {
    String body =
        Json.text(
            Map.of("model", MODEL, "prompt", request(0).prompt(), "max_tokens", 16, "seed", 1));
    Rate rate = new Rate(port, count);
    try (Java generator =
        Java.start(LoadGenerator.class, text(port), text(inFlight()), text(count), body)) {
      return rate.measure(generator::alive);
    }
  }

  private double worker(int port) {
    try (EmbeddedBroker broker = EmbeddedBroker.start(scratch.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      QueueAdmin queues = new QueueAdmin(admin);
      queues.ensureCompletions(1);
      queues.warmUp().join();
      queues.ensureQueue(MODEL, 4);
      publish(broker.bootstrapServers());
      Rate rate = new Rate(port, requests);
      try (WorkerProcess worker =
          new WorkerProcess(
              arguments(broker.bootstrapServers(), port),
              Map.of(),
              scratch.resolve("worker.log"))) {
        return rate.measure(worker::alive);
      }
    }
  }

  private List<String> arguments(String bootstrapServers, int port) {
    return List.of(
        "--bootstrap",
        bootstrapServers,
        "--model",
        MODEL,
        "--runtime",
        "openai",
        "--id",
        "bench",
        "--exit-with-parent",
        "--runtime-option",
        "base_url=http://127.0.0.1:" + port + "/v1",
        "--runtime-option",
        "concurrency=" + inFlight());
  }

  private void publish(String bootstrapServers) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "compression.type",
                "zstd",
                "linger.ms",
                20,
                "batch.size",
                256 << 10),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < requests; i++) {
        Request request = request(i);
        byte[] key = request.requestId().getBytes(StandardCharsets.US_ASCII);
        producer.send(new ProducerRecord<>(Topics.requests(MODEL), key, Json.bytes(request)));
      }
    }
  }

  private static Request request(int number) {
    return new Request(
        String.format("%032x", number),
        "bench",
        MODEL,
        number,
        RequestKind.GENERATE,
        BenchSweep.prompt(number),
        null,
        null,
        Decoding.greedy(16, List.of("\n")));
  }

  /** Follows the server's own count of what it has served. */
  private final class Rate {
    private final URI address;
    private final int count;
    private final List<long[]> samples = new ArrayList<>();

    /** Of what is served from now on. */
    Rate(int port, int count) {
      this.address = URI.create("http://127.0.0.1:" + port + "/served");
      this.count = count;
      sample();
    }

    /** Per second, when all is served. */
    double measure(BooleanSupplier alive) {
      // Whoever serves probes first: those requests do not count but to the end.
      while (served() < count) {
        if (!alive.getAsBoolean() && served() < count) {
          sample();
          if (served() < count) {
            throw RegattaException.internal("The process that was measured ended early", null);
          }
        }
        pause();
        sample();
      }
      long[] from = first(count / 10);
      long[] to = first(count * 9L / 10);
      return 1e9 * (to[0] - from[0]) / (to[1] - from[1]);
    }

    private long served() {
      return samples.get(samples.size() - 1)[0] - samples.get(0)[0];
    }

    private long[] first(long served) {
      return samples.stream()
          .filter(sample -> sample[0] - samples.get(0)[0] >= served)
          .findFirst()
          .orElseThrow();
    }

    private void sample() {
      try {
        JsonNode reply =
            Json.read(
                http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray())
                    .body(),
                JsonNode.class);
        samples.add(new long[] {reply.get("served").asLong(), reply.get("nanos").asLong()});
      } catch (IOException e) {
        throw RegattaException.internal("The server of the benchmark is gone", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw RegattaException.internal("Interrupted", e);
      }
    }

    private static void pause() {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw RegattaException.internal("Interrupted", e);
      }
    }
  }

  /** A class of this program in a process of its own, which ends with this one. */
  private record Java(Process process, BufferedReader lines) implements AutoCloseable {

    static Java start(Class<?> main, String... arguments) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp"));
      command.add(System.getProperty("java.class.path"));
      command.add(main.getName());
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Java(process, process.inputReader(StandardCharsets.UTF_8));
    }

    String line() throws IOException {
      return lines.readLine();
    }

    boolean alive() {
      return process.isAlive();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
