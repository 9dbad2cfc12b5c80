package dev.regatta.coordinator.submission;

import dev.regatta.coordinator.sweep.ResolvedSweep;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What travels with a sweep file, on the user's machine: everything it names of this machine but
 * its models.
 *
 * @param root the directory that holds all files
 */
public record Bundle(Path root, Manifest manifest) {

  /**
   * Collects the files of a resolved sweep.
   *
   * @throws RegattaException USER where a file cannot be read
   */
  public static Bundle of(ResolvedSweep sweep) {
    TreeSet<Path> files = new TreeSet<>(sweep.files());
    sweep.runs().stream()
        .map(ResolvedSweep.Run::scenario)
        .distinct()
        .flatMap(scenario -> scenario.localFiles().stream())
        .map(file -> file.toAbsolutePath().normalize())
        .forEach(files::add);
    Path sweepFile = sweep.files().get(0);
    Path root = sweepFile.getParent();
    for (Path file : files) {
      while (!file.startsWith(root)) {
        root = root.getParent();
      }
    }
    List<Manifest.Entry> entries = new ArrayList<>();
    for (Path file : files) {
      entries.add(entry(root, file));
    }
    return new Bundle(root, new Manifest(name(root, sweepFile), entries));
  }

  /** The file with this content. */
  public Optional<Path> file(String sha256) {
    return manifest.files().stream()
        .filter(entry -> entry.sha256().equals(sha256))
        .findFirst()
        .map(entry -> root.resolve(entry.path()));
  }

  /** The sweep file. */
  public Path sweepFile() {
    return root.resolve(manifest.sweepFile());
  }

  private static Manifest.Entry entry(Path root, Path file) {
    try {
      return new Manifest.Entry(name(root, file), Digests.of(file), Files.size(file));
    } catch (IOException e) {
      throw RegattaException.user("Cannot read " + file + ": " + e.getMessage());
    }
  }

  private static String name(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
