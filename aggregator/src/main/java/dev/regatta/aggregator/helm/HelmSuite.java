package dev.regatta.aggregator.helm;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Directories of runs that belong together.
 *
 * @param name name of the suite
 * @param runs its runs' directories, by name
 */
record HelmSuite(String name, List<Path> runs) {
  private static final List<String> RUN_FILES =
      List.of(
          HelmFiles.RUN_SPEC,
          HelmFiles.STATE,
          HelmFiles.STATS,
          HelmFiles.INSTANCE_STATS,
          HelmFiles.PREDICTIONS);

  /**
   * A run's directory, one that holds runs, or HELM's output directory with one suite in it.
   *
   * @param name in place of the directory's own
   * @throws dev.regatta.protocol.RegattaException USER where there is no run
   */
  static HelmSuite find(Path directory, Optional<String> name) {
    if (!Files.isDirectory(directory)) {
      throw RegattaException.user(
          directory + ": no such directory (expected: HELM's output directory)");
    }
    Path absolute = directory.toAbsolutePath().normalize();
    String own = name.orElse(String.valueOf(absolute.getFileName()));
    if (isRun(absolute)) {
      return new HelmSuite(own, List.of(absolute));
    }
    List<Path> runs = directories(absolute).stream().filter(HelmSuite::isRun).toList();
    if (!runs.isEmpty()) {
      return new HelmSuite(own, runs);
    }
    List<Path> suites =
        directories(absolute.resolve("runs")).stream()
            .filter(suite -> directories(suite).stream().anyMatch(HelmSuite::isRun))
            .toList();
    if (suites.size() == 1) {
      return find(suites.get(0), name);
    }
    throw RegattaException.user(
        suites.isEmpty()
            ? directory + ": no run in it (expected: directories with " + HelmFiles.RUN_SPEC + ")"
            : directory + ": several suites (expected: one of " + suites + ")");
  }

  /** Anything of a run counts, so that a run that lacks a file is told rather than overlooked. */
  private static boolean isRun(Path directory) {
    HelmFiles files = new HelmFiles(directory);
    return RUN_FILES.stream().anyMatch(files::has);
  }

  private static List<Path> directories(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .sorted(Comparator.comparing(path -> path.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot look into " + parent, e);
    }
  }
}
