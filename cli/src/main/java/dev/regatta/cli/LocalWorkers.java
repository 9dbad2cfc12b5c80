package dev.regatta.cli;

import dev.regatta.protocol.RegattaException;
import dev.regatta.worker.Runtimes;
import dev.regatta.worker.WorkerConfig;
import dev.regatta.worker.queue.Worker;
import dev.regatta.worker.runtime.ModelRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * The workers of an embedded run. A simulated model is served in this process; a real one in a
 * process of its own, which is started again when it dies.
 */
final class LocalWorkers implements AutoCloseable {
  private static final int MAX_RESTARTS = 5;

  private final String bootstrapServers;
  private final LocalOptions options;
  private final Terminal terminal;
  private final List<Here> inProcess = new ArrayList<>();
  private final List<Served> processes = new ArrayList<>();
  private boolean closed;

  /** A worker in this process. */
  private record Here(String model, Worker worker, ModelRuntime runtime) {
    /** Ends with the failure of a lane, which without a look would just leave requests waiting. */
    void requireWorking() {
      if (worker.termination().isDone()) {
        try {
          worker.termination().join();
        } catch (CompletionException e) {
          throw RegattaException.internal(
              "The worker of " + model + " ended: " + e.getCause().getMessage(), e.getCause());
        }
      }
    }

    void close() {
      worker.close();
      runtime.close();
    }
  }

  /** A worker process and the model it serves. */
  private static final class Served {
    final LocalModel model;
    final String id;
    WorkerProcess process;
    int restarts;

    Served(LocalModel model, String id) {
      this.model = model;
      this.id = id;
    }
  }

  LocalWorkers(String bootstrapServers, LocalOptions options, Terminal terminal) {
    this.bootstrapServers = bootstrapServers;
    this.options = options;
    this.terminal = terminal;
  }

  void start(List<LocalModel> models) {
    for (LocalModel model : models) {
      for (int i = 0; i < options.workers(); i++) {
        String id = model.ref().name() + "-" + i;
        if (model.ownProcess()) {
          Served served = new Served(model, id);
          served.process = launch(model, id);
          processes.add(served);
        } else {
          startHere(model, id);
        }
      }
    }
  }

  /**
   * Starts processes that died again.
   *
   * @throws RegattaException MODEL where a worker keeps dying, INTERNAL where one in this process
   *     has failed
   */
  synchronized void supervise() {
    inProcess.forEach(Here::requireWorking);
    for (Served served : processes) {
      if (!closed && !served.process.alive()) {
        restart(served);
      }
    }
  }

  private void restart(Served served) {
    String model = served.model.ref().name();
    int code = served.process.exitCode();
    if (code == ExitCode.USER || ++served.restarts > MAX_RESTARTS) {
      throw RegattaException.model(
          "The worker of %s ended with code %d%s. It was started again %d times; its log is %s"
              .formatted(
                  model,
                  code,
                  served.process.failure().map(reason -> ": " + reason).orElse(""),
                  Math.min(served.restarts, MAX_RESTARTS),
                  log(served.id)));
    }
    terminal.line(
        "The worker of %s died (code %d); starting it again (%d of %d)"
            .formatted(model, code, served.restarts, MAX_RESTARTS));
    served.process = launch(served.model, served.id);
  }

  private void startHere(LocalModel model, String id) {
    WorkerConfig config =
        WorkerConfig.of(WorkerConfig.CONFIGURATION.read(arguments(model, id), Map.of()));
    ModelRuntime runtime = Runtimes.open(config.runtime(), config.model(), config.runtimeOptions());
    Worker worker = Worker.start(config.lanes(), runtime);
    inProcess.add(new Here(model.ref().name(), worker, runtime));
  }

  private WorkerProcess launch(LocalModel model, String id) {
    List<String> arguments = new ArrayList<>(arguments(model, id));
    arguments.add("--exit-with-parent");
    Map<String, String> environment = Runtimes.environment(model.ref().runtime(), model.options());
    return new WorkerProcess(arguments, environment, log(id));
  }

  /** Names of models may have slashes. */
  private Path log(String id) {
    return options.logs().resolve(id.replace('/', '_') + ".log");
  }

  /** A worker's settings as its command line. */
  private List<String> arguments(LocalModel model, String id) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bootstrap",
                bootstrapServers,
                "--model",
                model.ref().name(),
                "--runtime",
                model.ref().runtime(),
                "--id",
                id,
                "--lanes",
                Integer.toString(options.lanes()),
                "--drain-timeout",
                options.drain().toSeconds() + "s"));
    model
        .options()
        .forEach(
            (key, value) -> {
              arguments.add("--runtime-option");
              arguments.add(key + "=" + value);
            });
    return arguments;
  }

  /** Stops taking requests, finishes those in flight, ends every worker. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // All of them drain at the same time.
    processes.forEach(served -> served.process.stop());
    processes.forEach(served -> served.process.close());
    inProcess.forEach(Here::close);
  }
}
