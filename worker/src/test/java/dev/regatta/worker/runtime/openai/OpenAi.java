package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runtimes and requests for tests. */
final class OpenAi {
  private OpenAi() {}

  static OpenAiOptions options(FakeServer server, String... more) {
    Map<String, String> options = new TreeMap<>();
    options.put("base_url", server.url());
    options.put("start_timeout_seconds", "60");
    options.put("request_timeout_seconds", "60");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return OpenAiOptions.of(ToyServer.MODEL, options);
  }

  static OpenAiRuntime open(FakeServer server, String... more) {
    return OpenAiRuntime.open(options(server, more), Map.of());
  }

  static Request generate(String prompt, Decoding decoding) {
    return new Request(
        "id-" + prompt, "sweep", "toy", 0, RequestKind.GENERATE, prompt, null, null, decoding);
  }

  static Request generate(String prompt) {
    return generate(prompt, Decoding.greedy(4, List.of()));
  }

  static Request chat(String question) {
    return new Request(
        "chat",
        "sweep",
        "toy",
        0,
        RequestKind.CHAT,
        "",
        List.of(new Message("user", question)),
        null,
        Decoding.greedy(4, List.of()));
  }

  static Request score(String prompt, String continuation) {
    return new Request(
        "score",
        "sweep",
        "toy",
        0,
        RequestKind.SCORE,
        prompt,
        null,
        continuation,
        Decoding.greedy(0, List.of()));
  }
}
