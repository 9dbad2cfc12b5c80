package dev.regatta.score;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A standalone Spark master and workers, each a process, on the loopback address. They run from a
 * directory that is laid out as a Spark distribution: Spark's jars and what they need, and nothing
 * of Regatta.
 */
final class SparkCluster implements AutoCloseable {
  /** What a Spark distribution does not have, so that the job has to bring it. */
  private static final Pattern NOT_SPARKS =
      Pattern.compile(
          ".*(regatta|commons-(statistics|numbers|rng)|blackbird|awssdk|eventstream|s3proxy).*");

  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path home;
  private final Map<String, String> environment;
  private final List<Process> processes = new ArrayList<>();
  private final String master;

  /** How a process ended and what it printed. */
  record Submitted(int exitCode, String out, String err) {}

  /**
   * @param environment further variables of every process
   */
  SparkCluster(Path home, int workers, Map<String, String> environment) throws IOException {
    this.home = home;
    this.environment = environment;
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(entry).toAbsolutePath();
      if (entry.endsWith(".jar") && !NOT_SPARKS.matcher(entry).matches()) {
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
    }
    Path log =
        daemon(
            "master",
            "deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    master = find(log, MASTER).group(1);
    for (int i = 0; i < workers; i++) {
      String work = home.resolve("work-" + i).toString();
      log =
          daemon(
              "worker-" + i,
              "deploy.worker.Worker",
              "--host",
              "127.0.0.1",
              "--webui-port",
              "0",
              "--cores",
              "1",
              "--memory",
              "600m",
              "--work-dir",
              work,
              master);
      find(log, REGISTERED);
    }
  }

  /** Runs spark-submit in client mode, which is its own process too. */
  Submitted submit(Path jar, List<String> options, String... arguments) throws Exception {
    List<String> command = java("512m");
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master));
    command.addAll(
        List.of(
            "--conf", "spark.driver.host=127.0.0.1",
            "--conf", "spark.driver.bindAddress=127.0.0.1",
            "--conf", "spark.ui.enabled=false",
            "--conf", "spark.executor.memory=512m"));
    command.addAll(options);
    command.add(jar.toString());
    command.addAll(List.of(arguments));
    Path out = home.resolve("submit.out");
    Path err = home.resolve("submit.err");
    Process process =
        builder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    processes.add(process);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException("spark-submit does not end: " + Files.readString(err));
    }
    return new Submitted(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** What all executors have logged so far. */
  String executorLogs() throws IOException {
    StringBuilder logs = new StringBuilder();
    try (var files = Files.walk(home)) {
      for (Path file : files.filter(f -> f.endsWith("stderr")).toList()) {
        logs.append(Files.readString(file));
      }
    }
    return logs.toString();
  }

  private Path daemon(String name, String main, String... arguments) throws IOException {
    List<String> command = java("256m");
    command.add("org.apache.spark." + main);
    command.addAll(List.of(arguments));
    Path log = home.resolve(name + ".log");
    processes.add(builder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
    return log;
  }

  private List<String> java(String heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptions().split(" ")));
    command.addAll(List.of("-cp", home.resolve("jars") + "/*"));
    return command;
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    return builder;
  }

  private static Matcher find(Path log, Pattern pattern) {
    return await(pattern.pattern() + " in " + log)
        .atMost(PATIENCE)
        .until(
            () -> pattern.matcher(Files.exists(log) ? Files.readString(log) : ""), Matcher::find);
  }

  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).destroy();
    }
    for (Process process : processes) {
      process.onExit().join();
    }
  }
}
