package dev.regatta.worker;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.worker.queue.Worker;
import dev.regatta.worker.queue.WorkerCounts;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/**
 * A worker as a process of its own. Standard output carries one JSON object a line for the parent
 * process: {@code ready}, {@code draining}, {@code stopped}, {@code failed}; the log goes to
 * standard error.
 *
 * <p>Stops on SIGTERM, and at the end of standard input with {@code --exit-with-parent}. Exit code
 * 0 after a clean drain, 2 for errors of the user, 1 for all others.
 */
public final class WorkerMain {
  private final PrintStream out;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile int exitCode;

  private WorkerMain(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    WorkerMain main = new WorkerMain(System.out);
    if (args.length == 1 && args[0].equals("--help")) {
      System.out.print(WorkerArguments.help());
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(main::stopAndWait, "shutdown"));
    main.exit(main.run(args));
  }

  private void exit(int code) {
    exitCode = code;
    stopped.countDown();
    System.exit(code);
  }

  /** A signal's exit code would be 143: a clean drain shall be 0. */
  private void stopAndWait() {
    stop.countDown();
    try {
      stopped.await();
      Runtime.getRuntime().halt(exitCode);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int run(String[] args) {
    try {
      WorkerArguments arguments = WorkerArguments.parse(args);
      WorkerConfig config = WorkerConfig.from(arguments.settings());
      if (arguments.exitWithParent()) {
        watchParent();
      }
      work(config);
      return 0;
    } catch (RegattaException e) {
      return failed(e, e.category());
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      return cause instanceof RegattaException known
          ? failed(known, known.category())
          : failed(cause, ErrorCategory.INTERNAL);
    } catch (RuntimeException | InterruptedException e) {
      return failed(e, ErrorCategory.INTERNAL);
    }
  }

  private void work(WorkerConfig config) throws InterruptedException {
    try (ModelRuntime runtime =
        Runtimes.open(config.runtime(), config.model(), config.runtimeOptions())) {
      Worker worker = Worker.start(config.lanes(), runtime);
      try (worker) {
        ready(config, runtime.info());
        worker.termination().whenComplete((done, error) -> stop.countDown());
        stop.await();
        event("draining", Map.of());
      }
      WorkerCounts counts = worker.counts();
      worker.termination().join();
      event(
          "stopped",
          Map.of(
              "answered", counts.answered(),
              "quarantined", counts.quarantined(),
              "released", counts.released()));
    }
  }

  /** Ends the worker when the parent process is gone: its end of the pipe closes then. */
  private void watchParent() {
    Thread watcher =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // A pipe that cannot be read has no parent at its other end.
              }
              stop.countDown();
            },
            "parent-watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  private void ready(WorkerConfig config, RuntimeInfo info) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("model", config.model());
    details.put("worker", config.lanes().workerId());
    details.put("pid", ProcessHandle.current().pid());
    details.put("runtime", info.runtime());
    details.put("version", info.version());
    details.put("revision", info.revision());
    details.put("slots", info.slots());
    details.put("window", info.window());
    details.put("kinds", info.kinds().stream().sorted().toList());
    details.put("refused", new TreeMap<>(info.refused()));
    details.put("simulated", info.simulated());
    event("ready", details);
  }

  private int failed(Throwable error, ErrorCategory category) {
    event("failed", Map.of("category", category, "message", String.valueOf(error.getMessage())));
    if (category != ErrorCategory.USER) {
      error.printStackTrace();
    }
    return category == ErrorCategory.USER ? 2 : 1;
  }

  private synchronized void event(String name, Map<String, ?> details) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", name);
    event.putAll(details);
    out.println(Json.text(event));
    out.flush();
  }
}
