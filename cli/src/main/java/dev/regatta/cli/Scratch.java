package dev.regatta.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A temporary directory that goes away with everything in it. A process that is told to end waits
 * for that, so that whoever works in the directory can stop in order.
 */
public final class Scratch implements AutoCloseable {
  /** Longer than workers may take to finish what they hold. */
  private static final long LONGEST_WAIT_SECONDS = 45;

  private final Path directory;
  private final CountDownLatch gone = new CountDownLatch(1);
  private final Thread hook = new Thread(this::awaitGone, "scratch");

  public Scratch() throws IOException {
    this.directory = Files.createTempDirectory("regatta-");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void awaitGone() {
    try {
      gone.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    try {
      delete();
    } finally {
      gone.countDown();
      ShutdownHooks.remove(hook);
    }
  }

  private void delete() throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(directory)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
