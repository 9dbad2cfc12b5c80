package dev.regatta.coordinator.submission;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files that were uploaded and whose submission is not accepted yet, on this machine, by their
 * hash. What nobody submits is forgotten after an hour. Safe for use by several threads.
 */
final class Staging {
  private static final Duration KEPT = Duration.ofHours(1);

  /** Several users may submit at once. */
  private static final int SUBMISSIONS = 4;

  private final Path directory;
  private final long maxBytes;
  private final Clock clock;

  /**
   * @param maxBytes of one submission
   */
  Staging(Path directory, long maxBytes, Clock clock) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /**
   * Keeps a file if it is what its hash says.
   *
   * @throws RegattaException USER where it is not, or is too large; RESOURCE where there is no room
   */
  void put(String sha256, InputStream content) {
    if (!Manifest.SHA256.matcher(sha256).matches()) {
      throw RegattaException.user("sha256: " + sha256 + " (expected: 64 hex digits)");
    }
    Path temporary = directory.resolve(".upload-" + UUID.randomUUID());
    try {
      Files.createDirectories(directory);
      makeRoom();
      String found;
      try (OutputStream out = Files.newOutputStream(temporary)) {
        found = Digests.copy(content, out, maxBytes);
      }
      if (!found.equals(sha256)) {
        throw RegattaException.user(
            "sha256: the content's is " + found + " (expected: " + sha256 + ")");
      }
      Files.move(temporary, directory.resolve(sha256), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot keep an upload in " + directory + ": " + e, e);
    } finally {
      deleteIfThere(temporary);
    }
  }

  Optional<Path> find(String sha256) {
    return Optional.of(directory.resolve(sha256)).filter(Files::isRegularFile);
  }

  void forget(Manifest manifest) {
    manifest.files().forEach(entry -> deleteIfThere(directory.resolve(entry.sha256())));
  }

  private void makeRoom() throws IOException {
    long used = 0;
    for (Path file : files()) {
      used += keptBytes(file);
    }
    if (used > SUBMISSIONS * maxBytes) {
      throw RegattaException.resource(
          "Too many uploads wait to be submitted; try again later", null);
    }
  }

  /** Of a file that stays: what is too old is deleted. */
  private long keptBytes(Path file) throws IOException {
    try {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(clock.instant().minus(KEPT))) {
        Files.deleteIfExists(file);
        return 0;
      }
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // another upload has ended, or its submission is accepted
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void deleteIfThere(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot delete " + file + ": " + e, e);
    }
  }
}
