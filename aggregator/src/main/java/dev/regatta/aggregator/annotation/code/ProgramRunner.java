package dev.regatta.aggregator.annotation.code;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.aggregator.annotation.Outcome;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Runs jobs, each in a sandbox of its own. A job is a JSON object:
 *
 * <ul>
 *   <li>{@code {"kind": "check", "program": P}}: passes where P runs to its end (HumanEval);
 *   <li>{@code {"kind": "cases", "program": P, "inputs": [...], "outputs": [...], "fn_name": F}}:
 *       the tests of APPS: calls of F, or standard input and output where F is absent.
 * </ul>
 *
 * Safe for use by several threads.
 */
final class ProgramRunner {
  private static final String HARNESS = harness();
  private static final Duration START = Duration.ofSeconds(30);

  /** Tests that HELM counts as failed where a process does not come back. */
  private static final int LOST_CASES = 21;

  private final Sandbox sandbox;
  private final Limits limits;

  ProgramRunner(Sandbox sandbox, Limits limits) {
    this.sandbox = sandbox;
    this.limits = limits;
  }

  ProgramResult run(String content) {
    ObjectNode job = (ObjectNode) Json.read(content, JsonNode.class);
    boolean cases = job.path("kind").asText().equals("cases");
    // A program cannot pretend to have passed: it does not know the word.
    String word = UUID.randomUUID().toString();
    job.put("word", word);
    job.put("seconds", limits.seconds());
    job.put("memory", limits.memory());
    if (!sandbox.countsProcesses()) {
      job.put("processes", limits.processes());
    }
    job.put("scratch", limits.scratch());
    String name = "regatta-" + word;
    Duration time = cases ? limits.allCases() : limits.wholeProgram();
    List<String> command = sandbox.command(name, List.of("-I", "-B", "-c", HARNESS));
    int lost = cases ? LOST_CASES : 1;
    try (SandboxProcess process = SandboxProcess.start(sandbox, name, command)) {
      process.limit(START);
      process.send(Json.bytes(job));
      if (!process.until(word + " ready")) {
        return new ProgramResult(Outcome.ERROR, 0, 0, "not started: " + process.said());
      }
      process.limit(time);
      String answer = process.line(word + " ");
      if (answer != null) {
        return result(Json.read(answer, JsonNode.class));
      }
      return process.expired()
          ? new ProgramResult(Outcome.TIMED_OUT, lost, 0, "ended by force")
          : new ProgramResult(Outcome.FAILED, lost, 0, "ended before its tests");
    } catch (IOException e) {
      return new ProgramResult(Outcome.ERROR, 0, 0, "not started: " + e.getMessage());
    }
  }

  private static ProgramResult result(JsonNode answer) {
    return new ProgramResult(
        Outcome.valueOf(answer.get("outcome").asText().toUpperCase(Locale.ROOT)),
        answer.get("tests").asInt(),
        answer.get("tests_passed").asInt(),
        answer.path("message").asText(null));
  }

  private static String harness() {
    try (InputStream in = ProgramRunner.class.getResourceAsStream("harness.py")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw RegattaException.internal("No harness.py beside " + ProgramRunner.class, e);
    }
  }
}
