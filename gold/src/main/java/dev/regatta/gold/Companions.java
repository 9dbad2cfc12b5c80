package dev.regatta.gold;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files that a check needs besides its gold: in a directory that the user names, else beside the
 * gold or in a directory {@code data} beside one of those above it.
 */
public record Companions(Optional<Path> directory) {
  private static final String DATA = "data";

  /** Where a file is; {@code name} may be a path. */
  public Optional<Path> find(Path gold, String name) {
    if (directory.isPresent()) {
      return directory.map(top -> top.resolve(name)).filter(Files::exists);
    }
    Path at = gold.toAbsolutePath().normalize();
    for (at = at.getParent(); at != null; at = at.getParent()) {
      for (Path file : new Path[] {at.resolve(name), at.resolve(DATA).resolve(name)}) {
        if (Files.exists(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }
}
