package dev.regatta.service.life;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a service process: it starts its parts, works until it is told to stop (SIGTERM,
 * {@link #stop}) or a part fails for good ({@link #fail}), and closes its parts in reverse order.
 *
 * <p>Exit codes: 0 after a clean stop; 2, 3 or 1 where the error is the user's, of a resource, or
 * any other.
 */
public final class Life {
  private static final Logger LOG = LoggerFactory.getLogger(Life.class);

  private static final Duration GIVE_UP = Duration.ofSeconds(5);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private boolean over;
  private volatile int exitCode;

  /** What a process does. */
  public interface Body {
    /** Opens the parts and returns. */
    void start(Life life) throws Exception;

    /** Tells the user why the service could not start, or has ended by itself. */
    default void failed(Failure failure) {
      failure.print();
    }
  }

  private Life() {}

  /**
   * Lives a whole life and returns at its end.
   *
   * @return the exit code; after a signal the process ends with it by itself
   */
  public static int run(Body body) {
    Life life = new Life();
    Thread hook = new Thread(life::stopAndHalt, "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    life.live(body);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is on its way out: the hook is what stopped us, and sets the exit code.
    }
    return life.exitCode;
  }

  /**
   * Takes over a part: it is closed when the service ends, before all that were given earlier; at
   * once where it has ended already.
   */
  public <T extends AutoCloseable> T own(T part) {
    synchronized (parts) {
      if (!over) {
        parts.push(part);
        return part;
      }
    }
    close(part);
    return part;
  }

  /** Ends the service when a part of it ends by itself: in order, or with the part's error. */
  public void endWith(CompletionStage<?> part) {
    part.whenComplete(
        (done, error) -> {
          if (error == null) {
            stop();
          } else {
            fail(error);
          }
        });
  }

  /** Ends the service in order. */
  public void stop() {
    stop.countDown();
  }

  /** Ends the service, in order too, because of an error; the first one is told. */
  public void fail(Throwable why) {
    failure.compareAndSet(null, why);
    stop();
  }

  /** True from when the service was told to end. */
  public boolean stopping() {
    return stop.getCount() == 0;
  }

  private void live(Body body) {
    Thread starter = new Thread(() -> start(body), "start");
    starter.setDaemon(true);
    starter.start();
    try {
      stop.await();
      // A service that is still waiting for something when it is stopped gives that up.
      starter.interrupt();
      starter.join(GIVE_UP.toMillis());
    } catch (InterruptedException e) {
      fail(e);
    }
    try {
      closeParts();
      if (failure.get() != null) {
        Failure why = Failure.of(failure.get());
        exitCode = why.exitCode();
        why.log();
        body.failed(why);
      }
    } finally {
      ended.countDown();
    }
  }

  private void start(Body body) {
    try {
      body.start(this);
    } catch (Throwable e) {
      // The edge of the thread: whatever it was, a service that has not started must not hang.
      if (!stopping()) {
        fail(e);
      }
    }
  }

  private void closeParts() {
    while (true) {
      AutoCloseable part;
      synchronized (parts) {
        part = parts.poll();
        over = part == null;
      }
      if (part == null) {
        return;
      }
      close(part);
    }
  }

  private void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Throwable e) {
      // Whatever it was, the other parts must be closed and the process must end.
      LOG.warn("Could not close {}", part, e);
      failure.compareAndSet(null, e);
    }
  }

  /** A signal's exit code would be 143: a clean stop shall be 0. */
  private void stopAndHalt() {
    stop();
    try {
      ended.await();
      Runtime.getRuntime().halt(exitCode);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
