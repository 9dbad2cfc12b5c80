package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import java.util.List;

/** Requests as the planner makes them. */
final class Requests {
  private Requests() {}

  static Request generate(String prompt, Decoding decoding) {
    return request("id", RequestKind.GENERATE, prompt, null, null, decoding);
  }

  static Request greedy(String prompt, int maxTokens, String... stops) {
    return generate(prompt, Decoding.greedy(maxTokens, List.of(stops)));
  }

  static Request score(String context, String continuation) {
    return request(
        "id",
        RequestKind.SCORE,
        context + continuation,
        null,
        continuation,
        Decoding.greedy(0, List.of()));
  }

  static Request chat(int maxTokens, Message... messages) {
    return request(
        "id", RequestKind.CHAT, "", List.of(messages), null, Decoding.greedy(maxTokens, List.of()));
  }

  static Decoding sampled(double temperature, double topP, int maxTokens, int completions) {
    return new Decoding(temperature, topP, maxTokens, List.of(), completions, 1, 0, 0, null);
  }

  static Request request(
      String id,
      RequestKind kind,
      String prompt,
      List<Message> messages,
      String continuation,
      Decoding decoding) {
    return new Request(id, "sweep", "model", 0, kind, prompt, messages, continuation, decoding);
  }
}
