package dev.regatta.cli.bench.bare;

import dev.regatta.cli.bench.BenchSweep;
import dev.regatta.protocol.Json;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The way of a sweep's requests from the plan to the store with nothing but that: no recovery, no
 * runs, no features, no scores. A planner writes requests to Parquet and to a queue, lanes of a
 * share group answer them at once, a reader ticks them off, and a sink lands each answer once. What
 * the libraries leave of a machine, to compare a whole sweep with.
 *
 * <p>Each {@link Part} is a process, as it is in a cluster.
 */
public final class BarePath {
  /** What a part says when it waits for others. */
  static final String READY = "ready";

  private static final int LANES = 4;

  private static final int ROWS_PER_FILE = 250_000;

  private final BareClients clients;
  private final Store store;
  private final int requests;

  private BarePath(BareClients clients, Store store, int requests) {
    this.clients = clients;
    this.store = store;
    this.requests = requests;
  }

  /** Its processes beside the broker, in the order in which they start. */
  enum Part {
    WORKER,
    SINK,
    COORDINATOR
  }

  /**
   * As a process: {@code PART BOOTSTRAP DIRECTORY REQUESTS}. Prints a line when it begins, and one
   * when all requests are planned and answered (coordinator) or landed (sink). Runs until it is
   * killed.
   */
  public static void main(String[] args) throws Exception {
    BareClients clients = new BareClients(args[1]);
    Store store = Store.open(args[2]);
    new BarePath(clients, store, Integer.parseInt(args[3])).run(Part.valueOf(args[0]));
  }

  private void run(Part part) throws Exception {
    List<Callable<Void>> steps =
        switch (part) {
          case WORKER -> Collections.nCopies(LANES, this::answer);
          case SINK -> List.of(this::land);
          case COORDINATOR -> List.of(this::plan, this::tick);
        };
    CompletionService<Void> threads = new ExecutorCompletionService<>(step -> daemon(step).start());
    System.out.println(READY);
    steps.forEach(threads::submit);
    for (int ended = 0; ended < steps.size(); ended++) {
      threads.take().get();
    }
    System.out.println("done");
    new CountDownLatch(1).await();
  }

  /** A step that fails ends the process, whatever the others do. */
  private static Thread daemon(Runnable step) {
    Thread thread = new Thread(step);
    thread.setDaemon(true);
    return thread;
  }

  private Void plan() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Producer<byte[], byte[]> queue = clients.producer();
        TableWriter table = store.write(BareRequest.TABLE, Map.of(), "plan.parquet")) {
      for (int ordinal = 0; ordinal < requests; ordinal++) {
        String prompt = BenchSweep.prompt(ordinal);
        byte[] hash = digest.digest(prompt.getBytes(StandardCharsets.UTF_8));
        BareRequest request = new BareRequest(HexFormat.of().formatHex(hash), ordinal, prompt);
        table.write(request.id(), request.ordinal(), request.prompt());
        queue.send(new ProducerRecord<>(BareClients.REQUESTS, Json.bytes(request)));
      }
      table.commit();
    }
    return null;
  }

  /** One lane: answers are on their topic before the queue forgets the requests. */
  private Void answer() throws InterruptedException, ExecutionException {
    try (ShareConsumer<byte[], byte[]> queue = clients.lane();
        Producer<byte[], byte[]> answers = clients.producer()) {
      while (true) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : queue.poll(BareClients.POLL)) {
          BareRequest request = Json.read(record.value(), BareRequest.class);
          sent.add(
              answers.send(
                  new ProducerRecord<>(BareClients.ANSWERS, Json.bytes(request.answer()))));
          queue.acknowledge(record);
        }
        for (Future<RecordMetadata> answer : sent) {
          answer.get();
        }
        queue.commitAsync();
      }
    }
  }

  private Void tick() {
    try (Consumer<byte[], byte[]> answers = clients.reader("tick")) {
      BitSet done = new BitSet(requests);
      while (done.cardinality() < requests) {
        for (ConsumerRecord<byte[], byte[]> record : answers.poll(BareClients.POLL)) {
          done.set(Json.read(record.value(), BareAnswer.class).ordinal());
        }
      }
    }
    return null;
  }

  private Void land() {
    try (Consumer<byte[], byte[]> answers = clients.reader("land")) {
      BitSet landed = new BitSet(requests);
      for (int file = 0; landed.cardinality() < requests; file++) {
        try (TableWriter table =
            store.write(BareAnswer.TABLE, Map.of(), String.format("part-%05d.parquet", file))) {
          land(answers, landed, table);
          table.commit();
        }
        answers.commitSync();
      }
    }
    return null;
  }

  private void land(Consumer<byte[], byte[]> answers, BitSet landed, TableWriter table) {
    while (table.rows() < ROWS_PER_FILE && landed.cardinality() < requests) {
      for (ConsumerRecord<byte[], byte[]> record : answers.poll(BareClients.POLL)) {
        BareAnswer answer = Json.read(record.value(), BareAnswer.class);
        if (!landed.get(answer.ordinal())) {
          landed.set(answer.ordinal());
          table.write(answer.id(), answer.ordinal(), answer.text());
        }
      }
    }
  }
}
