package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.bench.LoadGenerator;
import dev.regatta.cli.bench.SlotServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose model is a server, with its worker in a process of its own. */
class OpenAiRunTest {
  private static final int SLOTS = 8;
  private static final int MILLIS = 5;

  @TempDir private Path directory;
  private SlotServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = new SlotServer(0, SLOTS, MILLIS);
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  private String url() {
    return "http://127.0.0.1:" + server.port();
  }

  private String sweep(String options, String adapter) throws IOException {
    Path file = directory.resolve("sweep.yaml");
    Files.writeString(
        file,
        """
        models:
          - {name: slots, runtime: openai, options: {base_url: '%s/v1', %s}}
        scenarios: [{scenario: %s/general-knowledge.yaml}]
        defaults: {max_eval_instances: 10, method: %s}
        """
            .formatted(
                url(),
                options,
                Path.of("..", "examples", "scenarios").toAbsolutePath().normalize(),
                adapter));
    return file.toString();
  }

  private Cli regatta(String command, String... args) {
    String[] all = new String[args.length + 4];
    all[0] = command;
    all[1] = "--json";
    all[2] = "--store";
    all[3] = directory.resolve("store").toString();
    System.arraycopy(args, 0, all, 4, args.length);
    return Cli.regatta(all);
  }

  private JsonNode query(String sql) {
    return regatta("query", sql).json().at("/0");
  }

  @Test
  void aSweepIsAnsweredByTheServer() throws IOException {
    Cli run = regatta("run", sweep("concurrency: 16", "multiple_choice_joint"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().at("/state").asText()).isEqualTo("LANDED");
    JsonNode answers =
        query(
            "SELECT count(*) AS n, min(outputs[1].text) AS text, min(runtime) AS runtime,"
                + " min(runtime_version) AS version, min(model_revision) AS revision,"
                + " max(attempt) AS attempt, min(prompt_tokens) AS prompt_tokens FROM completions");
    assertThat(answers.at("/n").asInt()).isEqualTo(10);
    assertThat(answers.at("/text").asText()).isEqualTo(" 4 boats");
    assertThat(answers.at("/runtime").asText()).isEqualTo("openai");
    assertThat(answers.at("/version").asText()).isEqualTo("1 regatta");
    assertThat(answers.at("/revision").asText()).isEqualTo("slots");
    assertThat(answers.at("/attempt").asInt()).isEqualTo(1);
    assertThat(answers.at("/prompt_tokens").asInt()).isEqualTo(230);
  }

  @Test
  void likelihoodsThatTheServerDoesNotGiveAreQuarantinedWithTheReason() throws IOException {
    Cli run = regatta("run", sweep("stream: false", "multiple_choice_separate_original"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode quarantine =
        query("SELECT count(*) AS n, min(error_message) AS message FROM quarantine");
    assertThat(quarantine.at("/n").asInt()).isPositive();
    assertThat(quarantine.at("/message").asText())
        .contains("cannot answer SCORE requests", "it gives no log-probabilities");
  }

  @Test
  void whereChatOnlyIsSetTheyAreRefusedByThePlan() throws IOException {
    Cli plan = regatta("plan", sweep("chat_only: true", "multiple_choice_separate_original"));
    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.err()).contains("the chat-only model slots cannot score texts");
  }

  @Test
  void aModelThatTheServerDoesNotHaveIsToldBeforeAnythingIsWritten() throws IOException {
    Cli plan = regatta("plan", sweep("model: slot", "multiple_choice_joint"));
    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.err())
        .contains("names 'slot', which the server does not have; did you mean 'slots'?");
    assertThat(directory.resolve("store")).doesNotExist();
  }

  @Test
  void aServerOfSlotsServesWhatItsSlotsCan() throws Exception {
    int requests = 400;
    long started = System.nanoTime();
    LoadGenerator.run(server.port(), 3 * SLOTS, requests, "{\"prompt\": \"x\"}");
    double seconds = (System.nanoTime() - started) / 1e9;
    // Never more than that, on however fast a machine.
    assertThat(seconds).isGreaterThanOrEqualTo(1e-3 * MILLIS * requests / SLOTS);
    HttpRequest served = HttpRequest.newBuilder(URI.create(url() + "/served")).build();
    assertThat(HttpClient.newHttpClient().send(served, BodyHandlers.ofString()).body())
        .contains("\"served\":" + requests + ",");
  }
}
