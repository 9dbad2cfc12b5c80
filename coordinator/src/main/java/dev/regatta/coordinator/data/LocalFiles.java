package dev.regatta.coordinator.data;

import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.RegattaException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which files of this machine a sweep may name: any on the user's own machine; on a coordinator
 * only those that came with the submission.
 */
public final class LocalFiles {
  /** What is wrong with an address that must not be read. */
  public static final String OUTSIDE = "not a file of the submission";

  /** What it should be. */
  public static final String EXPECTED =
      "a path relative to the file that names it, below the directory that holds all of them";

  private static final LocalFiles ANYWHERE = new LocalFiles(Optional.empty());

  private final Optional<Path> root;

  private LocalFiles(Optional<Path> root) {
    this.root = root;
  }

  public static LocalFiles anywhere() {
    return ANYWHERE;
  }

  /** Only files below {@code root}, which holds no links that lead out of it. */
  public static LocalFiles below(Path root) {
    return new LocalFiles(Optional.of(root.toAbsolutePath().normalize()));
  }

  /**
   * Whether an address is a path and not one of the network. What the fetcher would take for a path
   * must be one here, or it would be read unseen.
   */
  public static boolean isLocal(String address) {
    return Fetcher.isLocal(address);
  }

  /** Whether a local address, seen from a directory, may be read. */
  public boolean permits(Path directory, String address) {
    if (root.isEmpty()) {
      return true;
    }
    boolean relative = !address.startsWith("file:") && !address.startsWith("~");
    return relative
        && directory.resolve(address).toAbsolutePath().normalize().startsWith(root.get());
  }

  /**
   * The path of a local address, seen from a directory.
   *
   * @throws RegattaException USER where it must not be read
   */
  public Path resolve(Path directory, String address) {
    if (!permits(directory, address)) {
      throw RegattaException.user(address + ": " + OUTSIDE + " (expected: " + EXPECTED + ")");
    }
    if (address.startsWith("file:")) {
      return Path.of(URI.create(address));
    }
    if (address.startsWith("~/")) {
      return Path.of(System.getProperty("user.home")).resolve(address.substring(2));
    }
    return directory.resolve(address).normalize();
  }

  /** How messages and tables call a file that is read from {@code base}. */
  String label(Path base, Path path) {
    return root.filter(path::startsWith)
        .map(top -> top.relativize(path).toString())
        .orElseGet(
            () -> path.startsWith(base) ? base.relativize(path).toString() : path.toString());
  }
}
