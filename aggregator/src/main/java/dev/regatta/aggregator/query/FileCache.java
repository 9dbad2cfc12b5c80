package dev.regatta.aggregator.query;

import dev.regatta.protocol.RegattaException;
import dev.regatta.store.FileStat;
import dev.regatta.store.Store;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Copies of files of remote stores on this machine, for DuckDB, which opens local files alone. A
 * copy is named by the version of the file that it was made of and by its place in the store, takes
 * its name when it is complete, and is checked before each use. What was not used for longest goes
 * when the cache grows beyond its bound. Several processes may share one.
 */
public final class FileCache {
  /** Copies used so recently may be open in a query. */
  private static final Duration IN_USE = Duration.ofMinutes(15);

  private static final int TRANSFERS = 8;
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final Path root;
  private final long maxBytes;
  private final Clock clock;

  /**
   * @param root made where it is not there; holds nothing else
   * @param maxBytes what the copies may take on disk
   */
  public FileCache(Path root, long maxBytes, Clock clock) {
    this.root = root.toAbsolutePath().normalize();
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /** Below which the copies of a store lie. */
  Path directory(Store store) {
    return root.resolve(hash(store.location()));
  }

  /**
   * Copies Parquet files, those that are not there yet.
   *
   * @param paths in the store; what they have of Hive partitions the copies have too
   * @throws RegattaException USER where they are more than the cache may hold, RESOURCE where a
   *     copy fails
   */
  List<Path> stage(Store store, List<String> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    ExecutorService transfers = Executors.newFixedThreadPool(TRANSFERS);
    try {
      List<FileStat> stats = all(transfers, paths, store::stat);
      long bytes = stats.stream().mapToLong(FileStat::bytes).sum();
      if (bytes > maxBytes) {
        throw RegattaException.user(
            "The query reads %,d bytes of %s (expected: at most the %,d that are kept on this machine)"
                .formatted(bytes, store.location(), maxBytes));
      }
      Map<String, FileStat> known = new HashMap<>();
      for (int i = 0; i < stats.size(); i++) {
        known.put(paths.get(i), stats.get(i));
      }
      List<Path> copies = all(transfers, paths, path -> copy(store, path, known.get(path)));
      evict();
      return copies;
    } finally {
      transfers.shutdownNow();
    }
  }

  private interface Transfer<T> {
    T of(String path) throws IOException;
  }

  private <T> List<T> all(ExecutorService transfers, List<String> paths, Transfer<T> transfer) {
    try {
      List<Callable<T>> calls = new ArrayList<>();
      paths.forEach(path -> calls.add(() -> transfer.of(path)));
      List<T> results = new ArrayList<>();
      for (Future<T> result : transfers.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RegattaException known) {
        throw known;
      }
      throw RegattaException.resource("Cannot keep copies in " + root + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted while files are copied to " + root, e);
    }
  }

  private Path copy(Store store, String path, FileStat stat) throws IOException {
    int slash = path.lastIndexOf('/') + 1;
    Path copy =
        directory(store)
            .resolve(path.substring(0, slash))
            .resolve(hash(stat.version()) + "-" + path.substring(slash));
    if (!complete(copy, stat)) {
      download(store, path, stat, copy);
    }
    Files.setLastModifiedTime(copy, FileTime.from(clock.instant()));
    return copy;
  }

  private static void download(Store store, String path, FileStat stat, Path copy)
      throws IOException {
    Files.createDirectories(copy.getParent());
    Path half = Files.createTempFile(copy.getParent(), ".", ".tmp");
    try {
      store.download(path, half);
      if (!complete(half, stat)) {
        throw new IOException("the copy of " + path + " is not the whole Parquet file");
      }
      Files.move(half, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /**
   * Of the right length and with Parquet's mark at its end: a crash may have kept the name alone.
   */
  private static boolean complete(Path file, FileStat stat) throws IOException {
    if (!Files.exists(file) || Files.size(file) != stat.bytes()) {
      return false;
    }
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      byte[] end = new byte[MAGIC.length];
      content.seek(Math.max(0, stat.bytes() - end.length));
      content.readFully(end);
      return Arrays.equals(end, MAGIC);
    } catch (EOFException e) {
      return false;
    }
  }

  private record Copy(Path path, long bytes, Instant used) {
    static Copy of(Path path) {
      try {
        return new Copy(path, Files.size(path), Files.getLastModifiedTime(path).toInstant());
      } catch (NoSuchFileException e) {
        return new Copy(path, 0, Instant.MAX);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void evict() {
    try (Stream<Path> tree = Files.walk(root)) {
      List<Copy> copies =
          tree.filter(Files::isRegularFile)
              .map(Copy::of)
              .sorted(Comparator.comparing(Copy::used))
              .toList();
      long bytes = copies.stream().mapToLong(Copy::bytes).sum();
      Instant recent = clock.instant().minus(IN_USE);
      for (Copy copy : copies) {
        if (bytes > maxBytes && copy.used().isBefore(recent)) {
          Files.deleteIfExists(copy.path());
          bytes -= copy.bytes();
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw RegattaException.resource("Cannot clear copies out of " + root + ": " + e, e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
