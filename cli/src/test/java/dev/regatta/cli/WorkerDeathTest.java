package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.perturb.PerturbationCatalog;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.coordinator.sweep.ResolvedSweep;
import dev.regatta.coordinator.sweep.SweepResolver;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real thing: llama.cpp in a process of its own, which the system kills in mid-sweep. */
@Timeout(300)
class WorkerDeathTest {
  private static final int REQUESTS = 300;

  /** A model of random weights, small enough to lie beside the tests of its engine. */
  private static final Path MODEL =
      Path.of("..", "worker/src/test/resources/llamacpp/tiny.gguf").toAbsolutePath().normalize();

  @TempDir private Path directory;

  @Test
  void aWorkerThatIsKilledChangesNoAnswerAndNoScore() throws IOException {
    Watcher calm = new Watcher(false);
    LocalRun.Outcome undisturbed = run("calm", calm);
    Watcher killer = new Watcher(true);
    LocalRun.Outcome disturbed = run("disturbed", killer);

    assertThat(killer.killed).as(killer.text.toString()).isOne();
    assertThat(killer.text).contains("died (code 137)");
    assertThat(disturbed.resultHash()).isEqualTo(undisturbed.resultHash()).hasSize(64);
    assertThat(answers("disturbed")).isEqualTo(answers("calm")).hasSize(REQUESTS);
    assertThat(column("disturbed", "ordinal").stream().sorted().toList())
        .as("each request once")
        .isEqualTo(LongStream.range(0, REQUESTS).boxed().toList());
    assertThat(column("disturbed", "attempt"))
        .as("what the killed worker held was asked again")
        .anySatisfy(attempt -> assertThat((Integer) attempt).isGreaterThan(1));
  }

  /**
   * Reads the progress as a terminal does; kills the worker's process once between a tenth and two
   * thirds.
   */
  private static final class Watcher extends OutputStream {
    private static final Pattern DONE = Pattern.compile("(\\d+) of " + REQUESTS + " requests");

    final StringBuilder text = new StringBuilder();
    private final boolean kill;
    int killed;

    Watcher(boolean kill) {
      this.kill = kill;
    }

    @Override
    public void write(int value) {
      text.append((char) value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      String line = new String(bytes, offset, length, StandardCharsets.UTF_8);
      text.append(line);
      Matcher done = DONE.matcher(line);
      while (done.find()) {
        long count = Long.parseLong(done.group(1));
        if (kill && killed == 0 && count > REQUESTS / 10 && count < 2 * REQUESTS / 3) {
          killed =
              (int)
                  ProcessHandle.current().children().filter(ProcessHandle::destroyForcibly).count();
        }
      }
    }
  }

  private LocalRun.Outcome run(String name, Watcher watcher) throws IOException {
    Path file = directory.resolve("sweep.yaml");
    Files.writeString(
        file,
        """
        models: [%s]
        scenarios:
          - {scenario: dyck_language, args: {num_parenthesis_pairs: 3}}
        defaults: {max_train_instances: 0, max_tokens: 200, stop_sequences: [], max_eval_instances: %d}
        """
            .formatted(MODEL, REQUESTS));
    Terminal terminal = new Terminal(new PrintStream(watcher, true), true, false);
    Store store = Store.open(directory.resolve(name).toString());
    Fetcher fetcher =
        new Fetcher(
            directory.resolve("cache"),
            Map.of(),
            new FetchView(terminal),
            HttpClient.newHttpClient());
    PerturbationResources resources = PerturbationResources.standard();
    ResolvedSweep sweep =
        new SweepResolver(new ScenarioCatalog(fetcher), new PerturbationCatalog(resources))
            .resolve(file);
    List<LocalModel> models = new ModelFiles(fetcher, false).prepare(sweep.models());
    LoadedSweep loaded = LoadedSweep.of(sweep, models, store, resources, false);
    try (Scratch scratch = new Scratch()) {
      return new LocalRun(store, LocalOptions.defaults(scratch.directory()), terminal)
          .run(loaded.plan(), loaded.models());
    }
  }

  private Map<Long, String> answers(String name) {
    Map<Long, String> answers = new TreeMap<>();
    List<String> columns = List.of("ordinal", "outputs", "error_message");
    try (TableReader rows = rows(name, columns)) {
      rows.forEach(row -> answers.put((Long) row[0], Json.text(row)));
    }
    return answers;
  }

  private List<Object> column(String name, String column) {
    List<Object> values = new ArrayList<>();
    try (TableReader rows = rows(name, List.of(column))) {
      rows.forEach(row -> values.add(row[0]));
    }
    return values;
  }

  private TableReader rows(String name, List<String> columns) {
    return Store.open(directory.resolve(name).toString())
        .read(Tables.COMPLETIONS, columns, Map.of());
  }
}
