package dev.regatta.cli.bench;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.cli.Bounds;
import dev.regatta.cli.Format;
import dev.regatta.cli.Scratch;
import dev.regatta.cli.TextTable;
import dev.regatta.cli.WorkerProcess;
import dev.regatta.cli.cluster.JavaCommand;
import dev.regatta.cli.cluster.JavaProcess;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Topics;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How much of an HTTP server's capacity one worker keeps busy, beside a bare load generator on the
 * same server. Server, load generator and worker are processes of their own; Kafka is in this one,
 * and has all requests before the worker starts.
 *
 * <p>Rates are the server's, over the middle of each run: from a tenth of the requests to nine
 * tenths of them, so that starting and ending do not count.
 */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description =
        "How much of an HTTP server's capacity one worker keeps busy, beside a bare load"
            + " generator on the same server.")
final class ServerBench implements Callable<Integer> {
  private static final String MODEL = SlotServer.MODEL;

  /** A few wait at the server, so that none of its slots does. */
  private static final double AHEAD = 1.1;

  /** The tenth that is left out then has most of what a JVM compiles. */
  private static final int SECONDS = 30;

  @Option(names = "--slots", defaultValue = "256", description = "Slots. Default: 256.")
  private int slots;

  @Option(
      names = "--millis",
      defaultValue = "20",
      description = "Milliseconds that each request takes. Default: 20.")
  private int millis;

  @Option(
      names = "--requests",
      description = "Requests; what thirty seconds of full load are where absent.")
  private Optional<Integer> asked;

  @Mixin private BenchOutput output;

  private final HttpClient http = HttpClient.newHttpClient();
  private int requests;
  private Path scratch;

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
      double ratio)
      implements BenchReport {

    @Override
    public String text() {
      TextTable table = new TextTable("", "requests", "of what is possible");
      table.row("possible", Format.rate(possiblePerSecond), "");
      row(table, "load generator", loadGeneratorPerSecond);
      row(table, "one worker", workerPerSecond);
      return String.format(
          "%d slots of %d ms, %s requests: the worker gets %.1f%% of what the load generator gets%n%s",
          slots, millis, Format.count(requests), 100 * ratio, table);
    }

    private void row(TextTable table, String name, double rate) {
      table.row(name, Format.rate(rate), String.format("%.1f%%", 100 * rate / possiblePerSecond));
    }
  }

  @Override
  public Integer call() throws IOException {
    new Bounds()
        .check("--slots", slots, 1, 10_000)
        .check("--millis", millis, 1, 60_000)
        .check("--requests", asked.orElse(1), 1, 100_000_000)
        .throwIfAny();
    requests = asked.orElseGet(() -> SECONDS * 1000 * slots / millis);
    try (Scratch directory = new Scratch()) {
      scratch = directory.directory();
      return output.print(measure());
    }
  }

  private Report measure() {
    try (JavaProcess server =
        JavaProcess.start(
            JavaCommand.SMALL.main(SlotServer.class, List.of("0", text(slots), text(millis))),
            scratch.resolve("server.log"))) {
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

  private double loadGenerator(int port, int count) {
    String body =
        Json.text(
            Map.of("model", MODEL, "prompt", request(0).prompt(), "max_tokens", 16, "seed", 1));
    ServedRate rate = new ServedRate(http, port, count);
    try (JavaProcess generator =
        JavaProcess.start(
            JavaCommand.SMALL.main(
                LoadGenerator.class, List.of(text(port), text(inFlight()), text(count), body)),
            scratch.resolve("generator.log"))) {
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
      ServedRate rate = new ServedRate(http, port, requests);
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

  /** In batches such as a coordinator sends. */
  private void publish(String bootstrapServers) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "compression.type",
                "lz4",
                "linger.ms",
                50,
                "batch.size",
                64 << 10),
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
}
