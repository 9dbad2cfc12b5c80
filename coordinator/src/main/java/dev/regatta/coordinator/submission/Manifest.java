package dev.regatta.coordinator.submission;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files of a submission by their content: the sweep file, scenario files and local data files,
 * laid out below one directory as they are on the user's machine.
 *
 * @param sweepFile path of the sweep file among them
 */
public record Manifest(String sweepFile, List<Entry> files) {
  static final int MOST_FILES = 10_000;
  static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int LONGEST_PATH = 1000;

  public Manifest {
    files =
        files == null
            ? List.of()
            : files.stream()
                .map(entry -> entry == null ? new Entry(null, null, 0) : entry)
                .sorted(Comparator.comparing(Entry::path, Comparator.nullsFirst(String::compareTo)))
                .toList();
  }

  /**
   * @param path below the submission's directory, with slashes
   * @param size in bytes
   */
  public record Entry(String path, String sha256, long size) {}

  /** Bytes of all files; the greatest number there is where they claim more. */
  public long size() {
    return files.stream()
        .mapToLong(Entry::size)
        .reduce(0, (sum, size) -> size > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + size);
  }

  /** SHA-256 over paths and contents, in hex. */
  String hash() {
    MessageDigest digest = Digests.sha256();
    digest.update(Json.bytes(this));
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * @throws RegattaException USER with every problem
   */
  void check() {
    List<String> problems = new ArrayList<>();
    if (files.size() > MOST_FILES) {
      problems.add(files.size() + " files (expected: at most " + MOST_FILES + ")");
    }
    Set<String> paths = new HashSet<>();
    for (Entry entry : files) {
      problem(entry).ifPresent(problems::add);
      if (!paths.add(entry.path())) {
        problems.add("files: " + entry.path() + " is there twice (expected: once)");
      }
    }
    if (sweepFile == null || !paths.contains(sweepFile)) {
      problems.add("sweepFile: " + sweepFile + " (expected: the path of one of the files)");
    }
    if (!problems.isEmpty()) {
      throw RegattaException.user(String.join("\n", problems));
    }
  }

  private static Optional<String> problem(Entry entry) {
    if (!inside(entry.path())) {
      return Optional.of(
          "files: path " + entry.path() + " (expected: names with slashes between them)");
    }
    if (entry.sha256() == null || !SHA256.matcher(entry.sha256()).matches()) {
      return Optional.of("files: " + entry.path() + ": sha256 (expected: 64 hex digits)");
    }
    return entry.size() < 0
        ? Optional.of("files: " + entry.path() + ": size (expected: 0 or more)")
        : Optional.empty();
  }

  /** No path that could lead anywhere but below the submission's directory. */
  private static boolean inside(String path) {
    if (path == null || path.isEmpty() || path.length() > LONGEST_PATH) {
      return false;
    }
    for (String step : path.split("/", -1)) {
      if (step.isEmpty() || step.equals(".") || step.equals("..")) {
        return false;
      }
    }
    return path.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':');
  }
}
