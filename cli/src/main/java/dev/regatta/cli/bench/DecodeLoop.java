package dev.regatta.cli.bench;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.Usage;
import dev.regatta.worker.Runtimes;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.ModelRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The bare engine, in a process of its own: all requests are handed to it at once, nothing else is
 * done. Prints {@link Result} as JSON.
 */
final class DecodeLoop {
  private DecodeLoop() {}

  /**
   * What came out.
   *
   * @param tokens of prompts and answers
   * @param seconds from the start of the first request to the end of the last one
   */
  record Result(long tokens, double seconds) {
    double tokensPerSecond() {
      return tokens / seconds;
    }
  }

  /**
   * @param args number of requests, tokens of an answer, examples, whether they are shared, then
   *     options of the engine as KEY=VALUE
   */
  public static void main(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 4; i < args.length; i++) {
      String[] option = args[i].split("=", 2);
      options.put(option[0], option[1]);
    }
    List<Request> requests =
        FewShotRequests.of(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Boolean.parseBoolean(args[3]));
    try (ModelRuntime runtime = Runtimes.open(Runtimes.LLAMACPP, FewShotRequests.MODEL, options)) {
      System.out.println(Json.text(run(runtime, requests)));
    }
  }

  private static Result run(ModelRuntime runtime, List<Request> requests) {
    List<CompletableFuture<Answer>> answers = requests.stream().map(runtime::submit).toList();
    long first = Long.MAX_VALUE;
    double last = 0;
    long tokens = 0;
    for (CompletableFuture<Answer> future : answers) {
      Answer answer = future.join();
      first = Math.min(first, answer.startedNanos());
      last = Math.max(last, answer.startedNanos() / 1e9 + answer.durationSeconds());
      tokens += tokens(answer.usage());
    }
    return new Result(tokens, last - first / 1e9);
  }

  /** Of prompt and answer. */
  static long tokens(Usage usage) {
    return (long) usage.promptTokens() + usage.completionTokens();
  }
}
