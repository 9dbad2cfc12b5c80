package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that uses the engine, which is not safe for more. */
final class EngineThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EngineThread.class);

  private final Scheduler scheduler;
  private final Engine engine;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** Guarded by this: nothing is put into the inbox once it is set. */
  private boolean closed;

  private EngineThread(Scheduler scheduler, Engine engine) {
    this.scheduler = scheduler;
    this.engine = engine;
    this.thread = new Thread(this::run, "llamacpp-engine");
    this.thread.setDaemon(true);
  }

  static EngineThread start(Scheduler scheduler, Engine engine) {
    EngineThread engineThread = new EngineThread(scheduler, engine);
    engineThread.thread.start();
    return engineThread;
  }

  /** Why requests fail once the engine is closed. */
  static RuntimeFailure closed() {
    return new RuntimeFailure(
        ErrorCategory.MODEL, RuntimeFailure.Action.RETRY, "The engine is closed", null);
  }

  synchronized CompletableFuture<Answer> submit(Job job) {
    if (closed) {
      job.fail(closed());
    } else {
      inbox.add(() -> scheduler.add(job));
    }
    return job.future();
  }

  private void run() {
    boolean open = true;
    while (open) {
      try {
        receive();
        scheduler.step();
      } catch (InterruptedException e) {
        open = false;
      } catch (RuntimeException | Error e) {
        // Whatever it was: requests to an engine without a thread would wait for ever.
        log.error("The engine loop failed; its requests are given back", e);
        scheduler.failAll(
            new RuntimeFailure(
                ErrorCategory.INTERNAL, RuntimeFailure.Action.RETRY, "Engine loop: " + e, e));
      }
    }
    inbox.forEach(Runnable::run);
    scheduler.failAll(closed());
    engine.close();
  }

  /** Takes in what was submitted; waits for it only when there is nothing else to do. */
  private void receive() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Runnable next = scheduler.idle() ? inbox.take() : inbox.poll();
    while (next != null) {
      next.run();
      next = inbox.poll();
    }
  }

  /** Fails what is in flight, and waits until the engine is freed. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
