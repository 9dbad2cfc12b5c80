package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Answers of a server's tokenizer, which is no part of OpenAI's API. */
final class Tokenizer {
  static final String PATH = "/tokenize";

  private Tokenizer() {}

  /** vLLM and SGLang: {@code count}; llama.cpp: {@code tokens}; TGI: the answer is a list. */
  static OptionalInt count(JsonNode answer) {
    if (answer.path("count").canConvertToInt()) {
      return OptionalInt.of(answer.get("count").asInt());
    }
    JsonNode tokens = tokens(answer);
    return tokens.isArray() ? OptionalInt.of(tokens.size()) : OptionalInt.empty();
  }

  /** Empty where the answer has none. */
  static List<Integer> ids(JsonNode answer) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode token : tokens(answer)) {
      JsonNode id = token.isObject() ? token.path("id") : token;
      if (!id.canConvertToInt()) {
        return List.of();
      }
      ids.add(id.asInt());
    }
    return ids;
  }

  private static JsonNode tokens(JsonNode answer) {
    return answer.isArray() ? answer : answer.path("tokens");
  }
}
