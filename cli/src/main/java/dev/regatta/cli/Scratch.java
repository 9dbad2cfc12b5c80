package dev.regatta.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory that goes away with everything in it. */
final class Scratch implements AutoCloseable {
  private final Path directory;

  Scratch() throws IOException {
    this.directory = Files.createTempDirectory("regatta-");
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(directory)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
