package dev.regatta.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A control plane of its own, whose nodes run no image: pods are admitted, placed and get ready.
 */
final class ControlPlane implements AutoCloseable {
  private static final Path TOOLS = Chart.ROOT.resolve("../shared/tools/kube");

  private final Path bin;
  private final Path directory;
  private final String kubeconfig;

  private ControlPlane(Path bin, Path directory, String kubeconfig) {
    this.bin = bin;
    this.directory = directory;
    this.kubeconfig = kubeconfig;
  }

  /** Where the programs are; empty where none are built. */
  static Optional<Path> programs() {
    return Optional.ofNullable(System.getenv("KUBE_BIN"))
        .map(Path::of)
        .filter(bin -> Files.isExecutable(bin.resolve("kube-apiserver")))
        .filter(bin -> Files.isExecutable(TOOLS.resolve("kube-up.sh")));
  }

  static ControlPlane start(Path bin, Path directory) throws Exception {
    ControlPlane starting = new ControlPlane(bin, directory, "");
    String[] lines =
        starting
            .run(
                "",
                TOOLS.resolve("kube-up.sh").toAbsolutePath().toString(),
                "--dir",
                directory.toString(),
                "--nodes",
                "3",
                "--gpus",
                "4",
                "--cpu",
                "64",
                "--memory",
                "512Gi",
                "--term-after",
                "1s")
            .strip()
            .split("\n");
    return new ControlPlane(bin, directory, lines[lines.length - 1].strip());
  }

  String kubectl(String... arguments) throws Exception {
    return input("", "kubectl", arguments);
  }

  String helm(String... arguments) throws Exception {
    return input("", "helm", arguments);
  }

  /**
   * @param text standard input
   */
  String kubectlWith(String text, String... arguments) throws Exception {
    return input(text, "kubectl", arguments);
  }

  private String input(String text, String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(bin.resolve(program).toString()));
    command.addAll(List.of(arguments));
    return run(text, command.toArray(String[]::new));
  }

  private String run(String text, String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "out", null);
    Path err = Files.createTempFile(directory, "err", null);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(Map.of("KUBE_BIN", bin.toString(), "KUBECONFIG", kubeconfig));
    Process process = builder.start();
    process.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    process.getOutputStream().close();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(String.join(" ", command) + " does not end");
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(err));
    }
    String printed = Files.readString(out);
    Files.delete(out);
    Files.delete(err);
    return printed;
  }

  @Override
  public void close() throws Exception {
    run(
        "",
        TOOLS.resolve("kube-down.sh").toAbsolutePath().toString(),
        "--dir",
        directory.toString());
  }
}
