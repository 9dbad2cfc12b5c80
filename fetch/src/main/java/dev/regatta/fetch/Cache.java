package dev.regatta.fetch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The directory of fetched files, shared by all runs of a machine.
 *
 * <pre>
 * files/SHA256/NAME          a file, with NAME.sha256 beside it
 * sources/KEY.json           which file a source gave; KEY is a hash of the source
 * parts/KEY.part             a download under way, with KEY.lock
 * local/KEY.sha256           the hash of a user's own file
 * unpacked/SHA256/...        the files of an archive
 * </pre>
 */
final class Cache {
  private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private final Path root;

  Cache(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Entry(String source, String sha256, String name) {}

  /** Holds off other threads and other processes. */
  interface Lock extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  Optional<Fetched> find(Source source, Optional<String> sha256) throws IOException {
    if (sha256.isPresent()) {
      return byHash(sha256.get(), source.text());
    }
    Path record = record(source);
    if (!Files.exists(record)) {
      return Optional.empty();
    }
    Entry entry = Json.read(Files.readAllBytes(record), Entry.class);
    return present(file(entry.sha256(), entry.name()), entry.sha256(), entry.source());
  }

  private Optional<Fetched> byHash(String sha256, String source) throws IOException {
    Path directory = root.resolve("files").resolve(sha256);
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Optional<Fetched> found =
            file.toString().endsWith(".sha256") ? Optional.empty() : present(file, sha256, source);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** A file that is no longer what it was is not there. */
  private Optional<Fetched> present(Path file, String sha256, String source) throws IOException {
    if (!Files.isRegularFile(file) || !Sha256.noted(file, noteBeside(file)).equals(sha256)) {
      return Optional.empty();
    }
    return Optional.of(new Fetched(file, sha256, source));
  }

  /** Moves a complete file to its place and remembers its source. */
  Fetched keep(Path complete, String sha256, Source source) throws IOException {
    Path file = file(sha256, source.fileName());
    Files.createDirectories(file.getParent());
    Files.move(complete, file, StandardCopyOption.REPLACE_EXISTING);
    Sha256.note(file, sha256, noteBeside(file));
    Files.createDirectories(record(source).getParent());
    Path fresh = root.resolve("parts").resolve(key(source) + ".json");
    Files.write(fresh, Json.bytes(new Entry(source.text(), sha256, source.fileName())));
    Files.move(fresh, record(source), StandardCopyOption.REPLACE_EXISTING);
    return new Fetched(file, sha256, source.text());
  }

  String hashOfLocal(Path file) throws IOException {
    Path real = file.toRealPath();
    return Sha256.noted(
        real, root.resolve("local").resolve(Sha256.of(real.toString()) + ".sha256"));
  }

  /** A path of the source's own for work under way. */
  Path part(Source source, String suffix) throws IOException {
    Path parts = Files.createDirectories(root.resolve("parts"));
    return parts.resolve(key(source) + suffix);
  }

  /** Where the files of an archive lie, or will lie once they are all there. */
  Path unpacked(String sha256) throws IOException {
    return Files.createDirectories(root.resolve("unpacked")).resolve(sha256);
  }

  Lock lock(Source source) throws IOException {
    return lock(part(source, ".lock"));
  }

  Lock lock(Path path) throws IOException {
    ReentrantLock threads = IN_THIS_PROCESS.computeIfAbsent(path, p -> new ReentrantLock());
    threads.lock();
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock processes = channel.lock();
      return () -> {
        try (channel) {
          processes.release();
        } finally {
          threads.unlock();
        }
      };
    } catch (IOException | RuntimeException e) {
      threads.unlock();
      throw e;
    }
  }

  private Path record(Source source) {
    return root.resolve("sources").resolve(key(source) + ".json");
  }

  private Path file(String sha256, String name) {
    return root.resolve("files").resolve(sha256).resolve(name);
  }

  private static Path noteBeside(Path file) {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }

  private static String key(Source source) {
    return Sha256.of(source.text()).substring(0, 32);
  }
}
