package dev.regatta.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One download into a part file, which a later try or a later run continues.
 *
 * <p>A part of an earlier run is continued only where the mixture of two versions of the file would
 * be noticed: the whole file's hash is known, or the server gave an entity tag.
 */
final class Download {
  private static final int BLOCK = 1 << 16;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+)");

  private final Http http;
  private final FetchListener listener;
  private final Duration stallTimeout;

  Download(Http http, FetchListener listener, Duration stallTimeout) {
    this.http = http;
    this.listener = listener;
    this.stallTimeout = stallTimeout;
  }

  void run(Target target, Path part, boolean verified, String source, String hint, Retry retry)
      throws IOException, FetchFailure, InterruptedException {
    Files.createDirectories(part.getParent());
    if (!verified && !Files.exists(tagFile(part))) {
      Files.deleteIfExists(part);
    }
    retry.run(() -> attempt(target, part, source), source, hint, () -> size(part));
    Files.deleteIfExists(tagFile(part));
  }

  private Path attempt(Target target, Path part, String source)
      throws IOException, InterruptedException {
    long have = size(part);
    try (Http.Reply reply = http.get(target, rangeHeaders(part, have))) {
      switch (reply.status()) {
        case 200 -> {
          rememberTag(reply, part);
          OptionalLong total = reply.response().headers().firstValueAsLong("Content-Length");
          receive(reply, part, 0, total, source);
        }
        case 206 -> receive(reply, part, have, rangeTotal(reply, have, part), source);
        case 416 -> checkComplete(reply, part, have);
        default -> throw new Http.StatusException(reply);
      }
    }
    return part;
  }

  private static Map<String, String> rangeHeaders(Path part, long have) throws IOException {
    Map<String, String> headers = new HashMap<>();
    if (have > 0) {
      headers.put("Range", "bytes=" + have + "-");
      if (Files.exists(tagFile(part))) {
        headers.put("If-Range", Files.readString(tagFile(part)));
      }
    }
    return headers;
  }

  private static void rememberTag(Http.Reply reply, Path part) throws IOException {
    Optional<String> strong = reply.header("ETag").filter(tag -> tag.startsWith("\""));
    if (strong.isPresent()) {
      Files.writeString(tagFile(part), strong.get());
    } else {
      Files.deleteIfExists(tagFile(part));
    }
  }

  private static OptionalLong rangeTotal(Http.Reply reply, long have, Path part)
      throws IOException {
    Matcher range = CONTENT_RANGE.matcher(reply.header("Content-Range").orElse(""));
    if (!range.matches() || range.group(1) == null || Long.parseLong(range.group(1)) != have) {
      Files.deleteIfExists(part);
      throw new IOException("the server sent another range than asked for");
    }
    return OptionalLong.of(Long.parseLong(range.group(2)));
  }

  /** "Range not satisfiable" also answers the request for what follows the last byte. */
  private static void checkComplete(Http.Reply reply, Path part, long have) throws IOException {
    Matcher range = CONTENT_RANGE.matcher(reply.header("Content-Range").orElse(""));
    if (!range.matches() || Long.parseLong(range.group(2)) != have) {
      Files.deleteIfExists(part);
      throw new IOException("the server's file is another than the part at hand");
    }
  }

  private void receive(Http.Reply reply, Path part, long from, OptionalLong total, String source)
      throws IOException {
    StandardOpenOption mode =
        from == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
    AtomicLong at = new AtomicLong(from);
    InputStream in = reply.response().body();
    try (AutoCloseableGuard guard = closeWhenStalled(in, at);
        OutputStream out =
            Files.newOutputStream(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      byte[] block = new byte[BLOCK];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        out.write(block, 0, n);
        listener.progress(source, at.addAndGet(n), total);
      }
    }
    if (total.isPresent() && at.get() != total.getAsLong()) {
      throw new IOException(
          "the connection ended after " + at.get() + " of " + total.getAsLong() + " bytes");
    }
  }

  /** Ends with the transfer. */
  private interface AutoCloseableGuard extends AutoCloseable {
    @Override
    void close();
  }

  /** The HTTP client has no time limit on a body that stops coming. */
  private AutoCloseableGuard closeWhenStalled(InputStream in, AtomicLong at) {
    ScheduledExecutorService watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "download-watch");
              thread.setDaemon(true);
              return thread;
            });
    AtomicLong seen = new AtomicLong(-1);
    Runnable check =
        () -> {
          if (seen.getAndSet(at.get()) == at.get()) {
            closeQuietly(in);
          }
        };
    long period = stallTimeout.toMillis();
    watch.scheduleAtFixedRate(check, period, period, TimeUnit.MILLISECONDS);
    return watch::shutdownNow;
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // The reading thread gets its own error from the closed stream.
    }
  }

  private static Path tagFile(Path part) {
    return part.resolveSibling(part.getFileName() + ".etag");
  }

  private static long size(Path part) {
    return part.toFile().length();
  }
}
