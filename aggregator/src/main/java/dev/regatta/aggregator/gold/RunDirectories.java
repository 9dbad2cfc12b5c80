package dev.regatta.aggregator.gold;

import dev.regatta.gold.GoldFiles;
import java.nio.file.Path;
import java.util.List;

/** Directories of HELM's runs with their statistics. */
final class RunDirectories {
  static final String SPEC = "run_spec.json";
  static final String STATS = "stats.json";

  private RunDirectories() {}

  /** The runs in a directory, or the one that it is; empty for another. */
  static List<Path> of(Path directory) {
    return isRun(directory)
        ? List.of(directory)
        : GoldFiles.directories(directory).stream().filter(RunDirectories::isRun).toList();
  }

  private static boolean isRun(Path directory) {
    return GoldFiles.has(directory.resolve(SPEC)) && GoldFiles.has(directory.resolve(STATS));
  }
}
