package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.regatta.aggregator.metric.MetricResources;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recorded runs of {@code shared/gold/e2e_helm} through {@code regatta run --run-entries},
 * against its server: every prompt, every statistic and everything that is exported is HELM's.
 */
class HelmRunsTest {
  @TempDir private static Path directory;
  private static HelmGold gold;
  private static Process server;

  @BeforeAll
  static void startServer() throws Exception {
    gold = HelmGold.find();
    assumeTrue(isThere("node"), "No node on the path: the recorded server cannot answer");
    int port = freePort();
    gold.prepare(directory, port);
    System.setProperty(MetricResources.PROPERTY, directory.resolve("metrics").toString());
    server =
        new ProcessBuilder(
                "node",
                gold.root().resolve("server.js").toString(),
                "--port",
                Integer.toString(port),
                "--known",
                gold.root().resolve("known.json").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("server.log").toFile())
            .start();
    await().until(() -> listens(port));
  }

  @AfterAll
  static void stopServer() {
    System.clearProperty(MetricResources.PROPERTY);
    if (server != null) {
      server.destroyForcibly();
    }
  }

  @TestFactory
  Stream<DynamicTest> eight() throws IOException {
    return tests(8);
  }

  @TestFactory
  Stream<DynamicTest> sixteen() throws IOException {
    return tests(16);
  }

  @TestFactory
  Stream<DynamicTest> sixty() throws IOException {
    return tests(60);
  }

  private static Stream<DynamicTest> tests(int size) throws IOException {
    Path entries = gold.entries(size);
    String store = directory.resolve("store-" + size).toString();
    List<String> command = new ArrayList<>(List.of(command("run", entries, size, store)));
    if (HelmGold.SANDBOX) {
      command.addAll(Sandboxes.ON);
    }
    Cli run = Cli.regatta(command.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    String sweep = run.json().at("/sweep").asText();
    assertThat(failures(Store.open(store), sweep)).isEmpty();
    assertThat(Cli.regatta("status", "--store=" + store).out()).contains("(likelihoods trusted)");
    Map<String, List<String>> prompts = prompts(Store.open(store), sweep);
    assertThat(prompts).hasSize(HelmGold.count(entries));
    Map<String, Map<String, double[]>> stats = stats(Store.open(store), sweep);
    Path suite = export(store, size);
    List<DynamicTest> tests = new ArrayList<>();
    prompts.forEach(
        (name, ours) -> {
          tests.add(
              DynamicTest.dynamicTest(
                  "prompts of " + name,
                  () -> assertThat(ours).as(name).isEqualTo(gold.prompts(name))));
          tests.add(
              DynamicTest.dynamicTest(
                  "statistics of " + name,
                  () ->
                      assertThat(differences(stats.get(name), gold.stats(name)))
                          .as(name)
                          .isEmpty()));
          // Without a sandbox it has no statistics of code.
          if (HelmGold.SANDBOX || !name.startsWith("code:")) {
            tests.add(
                DynamicTest.dynamicTest("export of " + name, () -> assertExported(suite, name)));
          }
        });
    return tests.stream();
  }

  private static Path export(String store, int size) {
    Path out = directory.resolve("out-" + size);
    Cli export = Cli.regatta("export", "helm", out.toString(), "--suite=e2e", "--store=" + store);
    assertThat(export.exitCode()).as(export.err()).isZero();
    return out.resolve("runs/e2e");
  }

  /** By the script that comes with the recorded runs: requests, completions and all scores. */
  private static void assertExported(Path suite, String run) throws Exception {
    assumeTrue(isThere("python3"), "No python3 on the path: compare.py cannot run");
    Process compare =
        new ProcessBuilder(
                "python3",
                gold.root().resolve("compare.py").toString(),
                gold.root().resolve("runs").resolve(run).toString(),
                suite.resolve(run).toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(compare.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compare.waitFor()).as(said).isZero();
  }

  private static String[] command(String command, Path entries, int size, String store) {
    return new String[] {
      command,
      "--run-entries=" + entries,
      "--suite=e2e",
      "--max-eval-instances=" + size,
      "--data=" + directory.resolve("helm"),
      "--misspellings=" + gold.misspellings(),
      "--helm-config=" + directory.resolve("config"),
      "--cache=" + directory.resolve("cache"),
      // It cuts prompts and answers of some models into different tokens.
      "--runtime-option=likelihoods=trusted",
      "--store=" + store,
      "--json"
    };
  }

  /** Prompts by run, in an order of their own. */
  private static Map<String, List<String>> prompts(Store store, String sweep) {
    Map<String, List<String>> prompts = new TreeMap<>();
    List<String> columns =
        List.of(
            "run", "instance_id", "trial", "reference_index", "request_mode", "prompt", "messages");
    try (TableReader rows = store.read(Tables.REQUESTS, columns, Map.of("sweep", sweep))) {
      for (Object[] row : rows) {
        prompts
            .computeIfAbsent((String) row[0], run -> new ArrayList<>())
            .add(HelmGold.line(row[1], row[2], row[3], row[4], row[5], (String) row[6]));
      }
    }
    prompts.values().forEach(list -> list.sort(null));
    return prompts;
  }

  /** Why requests have no answer. */
  private static Set<Object> failures(Store store, String sweep) {
    Set<Object> failures = new HashSet<>();
    List<String> columns = List.of("sweep", "model", "error_message");
    try (TableReader rows = store.read(Tables.COMPLETIONS, columns, Map.of())) {
      for (Object[] row : rows) {
        if (row[0].equals(sweep) && row[2] != null) {
          failures.add(row[1] + ": " + row[2]);
        }
      }
    }
    return failures;
  }

  /** Statistics by run and what they are of. */
  private static Map<String, Map<String, double[]>> stats(Store store, String sweep) {
    Map<String, Map<String, double[]>> stats = new TreeMap<>();
    List<String> columns =
        new ArrayList<>(List.of("run", "metric", "split", "sub_split", "perturbation"));
    columns.addAll(HelmGold.NUMBERS);
    try (TableReader rows = store.read(Tables.STATS, columns, Map.of("sweep", sweep))) {
      for (Object[] row : rows) {
        if (!HelmGold.compared((String) row[1])) {
          continue;
        }
        double[] numbers =
            Stream.of(row)
                .skip(5)
                .mapToDouble(value -> value == null ? Double.NaN : ((Number) value).doubleValue())
                .toArray();
        stats
            .computeIfAbsent((String) row[0], run -> new TreeMap<>())
            .put(HelmGold.key(row[1], row[2], row[3], (String) row[4]), numbers);
      }
    }
    return stats;
  }

  private static List<String> differences(Map<String, double[]> ours, Map<String, double[]> helms) {
    List<String> differences = new ArrayList<>();
    helms.forEach(
        (key, expected) -> {
          double[] actual = ours.get(key);
          double tolerance = key.startsWith("platt_") ? 1e-3 : 1e-9;
          if (actual == null) {
            differences.add("missing: " + key);
          } else if (!near(actual, expected, tolerance)) {
            differences.add(
                key + ": " + Arrays.toString(actual) + ", HELM: " + Arrays.toString(expected));
          }
        });
    ours.keySet().stream()
        .filter(key -> !helms.containsKey(key))
        .forEach(key -> differences.add("not HELM's: " + key));
    return differences;
  }

  private static boolean near(double[] actual, double[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      boolean equal =
          Double.compare(actual[i], expected[i]) == 0
              || Math.abs(actual[i] - expected[i])
                  <= tolerance * Math.max(1, Math.abs(expected[i]));
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
