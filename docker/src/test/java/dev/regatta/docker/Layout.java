package dev.regatta.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of an image as they lie at {@code /app}, laid out by the image's module. */
enum Layout {
  COORDINATOR("coordinator", "coordinator"),
  WORKER("worker", "worker"),
  WORKER_CPU("worker-cpu", "worker"),
  AGGREGATOR("aggregator", "aggregator");

  /** The directory of the module. */
  static final Path DOCKER = Path.of("").toAbsolutePath();

  final String image;
  final String service;

  Layout(String image, String service) {
    this.image = image;
    this.service = service;
  }

  /** What an ended process has said. */
  record Ended(int code, String out, String err) {}

  Path app() {
    return DOCKER.resolve("target/layout").resolve(image).resolve("app");
  }

  /** Names of the libraries' files. */
  Set<String> libraries() throws IOException {
    try (Stream<Path> files = Files.list(app().resolve("libs"))) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The entry point of the image with arguments, in an environment without settings. */
  ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(app().resolve("bin/regatta").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("REGATTA_"));
    builder.environment().put("REGATTA_HEAP", "256m");
    return builder;
  }

  /** Runs the entry point to its end. */
  Ended run(Path directory, String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "out", null);
    Path err = Files.createTempFile(directory, "err", null);
    Process process =
        command(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(image + " does not end: " + Files.readString(err));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
