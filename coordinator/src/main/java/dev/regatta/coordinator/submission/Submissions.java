package dev.regatta.coordinator.submission;

import dev.regatta.coordinator.data.LocalFiles;
import dev.regatta.coordinator.perturb.PerturbationCatalog;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.coordinator.submission.Submission.Model;
import dev.regatta.coordinator.sweep.ResolvedSweep;
import dev.regatta.coordinator.sweep.ResolvedSweep.ModelSpec;
import dev.regatta.coordinator.sweep.SweepResolver;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RequestKind;
import dev.regatta.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps that were handed in: checked, kept in the store so that any coordinator can go on with
 * them, and laid out on this machine to be planned. Safe for use by several threads.
 */
public final class Submissions {
  private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);
  private static final String DIRECTORY = "submissions/";
  private static final int ID_DIGITS = 10;

  // Below the scratch directory.
  private static final String UPLOADS = "uploads";
  private static final String CHECKS = "checks";
  private static final String SWEEPS = "sweeps";

  private final Store store;
  private final Fetcher fetcher;
  private final PerturbationResources resources;
  private final Path scratch;
  private final long maxBytes;
  private final Staging staging;

  /**
   * @param resources word lists of the perturbations
   * @param scratch a directory of this coordinator alone
   * @param maxBytes most bytes of one submission
   */
  public Submissions(
      Store store,
      Fetcher fetcher,
      PerturbationResources resources,
      Path scratch,
      long maxBytes,
      Clock clock) {
    this.store = store;
    this.fetcher = fetcher;
    this.resources = resources.withoutFilesOfSweeps();
    this.scratch = scratch.toAbsolutePath().normalize();
    this.maxBytes = maxBytes;
    this.staging = new Staging(this.scratch.resolve(UPLOADS), maxBytes, clock);
  }

  /** A submission laid out and read. */
  public record Opened(ResolvedSweep sweep, PerturbationResources resources) {}

  /** Takes a file of a submission to come. Returns false where it was there already. */
  public boolean upload(String sha256, InputStream content) {
    if (has(sha256)) {
      return false;
    }
    staging.put(sha256, content);
    return true;
  }

  /**
   * Checks a submission and keeps it.
   *
   * @param check of what the cluster can do; throws where it cannot take the submission
   * @throws MissingBlobsException where files have to be uploaded first
   * @throws RegattaException USER with everything that is wrong; nothing is kept then
   */
  public Submission accept(Manifest manifest, Consumer<Submission> check) {
    manifest.check();
    if (manifest.size() > maxBytes) {
      throw new TooLargeException(
          "The files have "
              + manifest.size()
              + " bytes together (expected: at most "
              + maxBytes
              + ", submissions.max-size of the coordinator)");
    }
    List<String> missing =
        manifest.files().stream()
            .map(Manifest.Entry::sha256)
            .distinct()
            .filter(sha256 -> !has(sha256))
            .toList();
    if (!missing.isEmpty()) {
      throw new MissingBlobsException(missing);
    }
    Path directory = scratch.resolve(CHECKS).resolve(UUID.randomUUID().toString());
    try {
      layOut(manifest, directory);
      Submission submission = describe(resolve(manifest, directory), manifest);
      check.accept(submission);
      keep(submission, directory);
      return submission;
    } finally {
      delete(directory);
      staging.forget(manifest);
    }
  }

  /** A submission that was accepted. */
  public Optional<Submission> find(String id) {
    return store.get(path(id)).map(json -> Json.read(json, Submission.class));
  }

  /**
   * Lays a submission out on this machine and reads it.
   *
   * @throws RegattaException RESOURCE where a file is missing in the store
   */
  public Opened open(Submission submission) {
    Path directory = directory(submission.id());
    layOut(submission.manifest(), directory);
    return new Opened(resolve(submission.manifest(), directory), resources);
  }

  /** Removes what was laid out for a sweep. */
  public void close(String id) {
    delete(directory(id));
  }

  /** Removes everything from this machine: uploads, and what was laid out. */
  public void clear() {
    for (String name : List.of(UPLOADS, CHECKS, SWEEPS)) {
      delete(scratch.resolve(name));
    }
  }

  private Path directory(String id) {
    return scratch.resolve(SWEEPS).resolve(id);
  }

  private static String path(String id) {
    return DIRECTORY + id + "/submission.json";
  }

  private static String blob(String sha256) {
    return DIRECTORY + "blobs/" + sha256;
  }

  private boolean has(String sha256) {
    return Manifest.SHA256.matcher(sha256).matches()
        && (staging.find(sha256).isPresent() || store.exists(blob(sha256)));
  }

  private ResolvedSweep resolve(Manifest manifest, Path directory) {
    try {
      return SweepResolver.forCluster(
              new ScenarioCatalog(fetcher, LocalFiles.below(directory)),
              new PerturbationCatalog(resources))
          .resolve(directory.resolve(manifest.sweepFile()));
    } catch (RegattaException e) {
      // The user knows the files by their place in the submission.
      throw new RegattaException(
          e.category(), e.getMessage().replace(directory + "/", ""), e.getCause());
    }
  }

  private static Submission describe(ResolvedSweep sweep, Manifest manifest) {
    String safe = sweep.name().replaceAll("[^a-zA-Z0-9._-]", "-").replaceFirst("^\\.+", "");
    return new Submission(
        safe + "-" + manifest.hash().substring(0, ID_DIGITS),
        sweep.name(),
        sweep.priority(),
        sweep.models().stream().map(model -> describe(sweep, model)).toList(),
        manifest);
  }

  private static Model describe(ResolvedSweep sweep, ModelSpec model) {
    return new Model(
        model.name(),
        model.runtime(),
        model.sources().stream().flatMap(source -> source.sha256().stream()).distinct().toList(),
        sweep.runs().stream()
            .filter(run -> run.spec().model().equals(model.name()))
            .map(run -> RequestKind.ofMethod(run.spec().adapter().method()))
            .distinct()
            .sorted()
            .toList());
  }

  /**
   * The description is written last: with it, the submission is complete. Files are taken from
   * where they are laid out: uploads go with the first submission that is decided on.
   */
  private void keep(Submission submission, Path directory) {
    for (Manifest.Entry entry : submission.manifest().files()) {
      if (!store.exists(blob(entry.sha256()))) {
        Path file = directory.resolve(entry.path());
        try (InputStream in = Files.newInputStream(file)) {
          store.put(blob(entry.sha256()), in);
        } catch (IOException e) {
          throw RegattaException.resource("Cannot read " + file + ": " + e, e);
        }
      }
    }
    if (!store.exists(path(submission.id()))) {
      store.put(path(submission.id()), Json.bytes(submission));
    }
  }

  private void layOut(Manifest manifest, Path directory) {
    for (Manifest.Entry entry : manifest.files()) {
      Path file = directory.resolve(entry.path());
      try {
        if (!Files.isRegularFile(file) || Files.size(file) != entry.size()) {
          Files.createDirectories(file.getParent());
          copy(entry, file);
        }
      } catch (IOException e) {
        throw RegattaException.resource("Cannot write " + file + ": " + e, e);
      }
    }
  }

  private void copy(Manifest.Entry entry, Path file) throws IOException {
    Optional<Path> staged = staging.find(entry.sha256());
    String found;
    try (InputStream in =
            staged.isPresent()
                ? Files.newInputStream(staged.get())
                : store.stream(blob(entry.sha256()));
        OutputStream out = Files.newOutputStream(file)) {
      found = Digests.copy(in, out, Long.MAX_VALUE);
    }
    if (!found.equals(entry.sha256()) || Files.size(file) != entry.size()) {
      throw RegattaException.user(
          entry.path()
              + ": "
              + Files.size(file)
              + " bytes with the SHA-256 "
              + found
              + " (expected: "
              + entry.size()
              + " and "
              + entry.sha256()
              + ")");
    }
  }

  /** What cannot be deleted takes room and harms nobody. */
  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Cannot delete {}: {}", directory, e.toString());
    }
  }
}
