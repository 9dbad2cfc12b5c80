package dev.regatta.worker;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.Topics;
import dev.regatta.service.Service;
import dev.regatta.service.kafka.KafkaSettings;
import dev.regatta.service.kafka.TopicSettings;
import dev.regatta.service.life.Failure;
import dev.regatta.service.life.Life;
import dev.regatta.service.log.LogIds;
import dev.regatta.service.registry.ClusterTopics;
import dev.regatta.service.registry.ControlLog;
import dev.regatta.service.registry.Presence;
import dev.regatta.service.registry.StatusPublisher;
import dev.regatta.worker.queue.SweepEpochs;
import dev.regatta.worker.queue.Worker;
import dev.regatta.worker.queue.WorkerCounts;
import dev.regatta.worker.runtime.RuntimeInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A worker as a process of its own. Standard output carries one JSON object a line, for a parent
 * process or a script: {@code ready}, {@code draining}, {@code stopped}, {@code failed}; the log
 * goes to standard error.
 *
 * <p>Stops on SIGTERM, and at the end of standard input with {@code --exit-with-parent}. Exit codes
 * are those of {@link Life}.
 */
public final class WorkerMain implements Service.Body {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

  private final PrintStream out;

  private WorkerMain(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  /** Works until it is told to stop; returns the exit code. */
  public static int run(List<String> arguments) {
    return Service.run(
        WorkerConfig.CONFIGURATION, arguments, System.getenv(), new WorkerMain(System.out));
  }

  @Override
  public void start(Service service) {
    WorkerConfig config = WorkerConfig.of(service.settings());
    Life life = service.life();
    Presence presence = new Presence(config.lanes().workerId(), Clock.systemUTC());
    MDC.put(LogIds.MODEL, config.model());
    MDC.put(LogIds.WORKER, presence.id());
    if (service.settings().get(WorkerConfig.EXIT_WITH_PARENT)) {
      watchParent(life);
    }
    WorkerReport report = new WorkerReport(config, presence, service.metrics());
    service.health().check("engine", report::missing);
    service.listen(routes -> {});

    Map<String, Object> kafka = KafkaSettings.client(service.settings());
    ClusterTopics.ensure(kafka, service.settings().get(TopicSettings.REPLICATION));
    SweepEpochs epochs = new SweepEpochs();
    ControlLog control =
        life.own(ControlLog.follow(kafka, epochs::apply)).requireProtocol("worker");
    life.endWith(control.termination());
    StatusPublisher publisher =
        life.own(StatusPublisher.start(kafka, presence.id(), report::status));
    serve(life, config, epochs, report);
    publisher.changed();
    life.own(
        () -> {
          presence.is(ServiceState.DRAINING);
          publisher.changed();
          event("draining", Map.of());
        });
  }

  /** Opens the engine, which may take long, and lets the lanes take requests. */
  private void serve(Life life, WorkerConfig config, SweepEpochs epochs, WorkerReport report) {
    MeteredRuntime engine =
        life.own(
            new MeteredRuntime(
                Runtimes.open(config.runtime(), config.model(), config.runtimeOptions()),
                report.timer()));
    Worker worker = Worker.start(config.lanes(), engine, epochs);
    life.own(() -> close(worker));
    life.endWith(worker.termination());
    report.serving(engine, worker::counts);
    RuntimeInfo info = engine.info();
    LOG.info(
        "Serves {} with {} {}, {} slots",
        Topics.requests(config.model()),
        info.runtime(),
        info.version(),
        info.slots());
    event("ready", description(config, info));
  }

  /** Drains the lanes. */
  private void close(Worker worker) {
    worker.close();
    if (!worker.termination().isCompletedExceptionally()) {
      WorkerCounts counts = worker.counts();
      event(
          "stopped",
          Map.of(
              "answered", counts.answered(),
              "quarantined", counts.quarantined(),
              "released", counts.released(),
              "discarded", counts.discarded()));
    }
  }

  /** Ends the worker when the parent process is gone: its end of the pipe closes then. */
  private static void watchParent(Life life) {
    Thread watcher =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // A pipe that cannot be read has no parent at its other end.
              }
              life.stop();
            },
            "parent-watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static Map<String, Object> description(WorkerConfig config, RuntimeInfo info) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("model", config.model());
    details.put("worker", config.lanes().workerId());
    details.put("pid", ProcessHandle.current().pid());
    details.put("runtime", info.runtime());
    details.put("version", info.version());
    details.put("revision", info.revision());
    details.put("slots", info.slots());
    info.knownWindow().ifPresent(window -> details.put("window", window));
    details.put("kinds", info.kinds().stream().sorted().toList());
    details.put("refused", new TreeMap<>(info.refused()));
    details.put("simulated", info.simulated());
    return details;
  }

  @Override
  public void failed(Failure failure) {
    failure.print();
    event(
        "failed",
        Map.of(
            "category",
            failure.error().category(),
            "message",
            String.valueOf(failure.error().getMessage())));
  }

  private synchronized void event(String name, Map<String, ?> details) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", name);
    event.putAll(details);
    out.println(Json.text(event));
    out.flush();
  }
}
