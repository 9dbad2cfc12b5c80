package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.Json;
import dev.regatta.worker.runtime.openai.FakeServer.Call;
import dev.regatta.worker.runtime.openai.FakeServer.Response;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** OpenAI's API over a {@link ToyModel}, with the traits of real servers. */
public final class ToyServer implements FakeServer.Handler {
  public static final String MODEL = "toy";

  /** How servers differ. */
  public enum Trait {
    COMPLETIONS,
    CHAT,
    LOGPROBS,
    ECHO,
    /** Echoed log-probabilities are those of the next token's place, as llama-cpp-python's. */
    SHIFTED,
    /** Every log-probability of the prompt is the same. */
    FLAT,
    /** The prompt's log-probabilities change from one question to the next. */
    RESTLESS,
    /** Whatever is given scores as the likeliest token in its place would. */
    FLATTERING,
    /** The prompt's log-probabilities have lost their sign. */
    POSITIVE,
    /** Of a prompt's tokens the last has no log-probability. */
    GAPS,
    PROMPT_LOGPROBS,
    STREAM,
    TOKENIZER,
    /** The tokenizer begins with the special token though it is told not to. */
    TOKENIZER_ADDS,
    /** The tokenizer is another model's. */
    TOKENIZER_ELSE,
    /** Prompts may be what the tokenizer has made of a text. */
    TOKEN_IDS,
    /** Prompts begin with a special token. */
    BOS,
    SEVERAL,
    /** Refuses what OpenAI's API does not have. */
    STRICT,
    /** Refuses top_k below 0. */
    TOP_K_FROM_0,
    /** max_tokens 0 means no limit. */
    ZERO_IS_UNLIMITED,
    /** Refuses max_tokens below 1. */
    FROM_ONE,
    /** Long prompts lose their beginning. */
    CUTS,
    GAUGES
  }

  /** As vLLM. */
  public static final Set<Trait> FULL =
      EnumSet.of(
          Trait.COMPLETIONS,
          Trait.CHAT,
          Trait.LOGPROBS,
          Trait.ECHO,
          Trait.PROMPT_LOGPROBS,
          Trait.STREAM,
          Trait.TOKENIZER,
          Trait.SEVERAL,
          Trait.GAUGES);

  static final int WINDOW = 4096;

  private final ToyModel model = new ToyModel();
  private final Set<Trait> traits;
  private final Map<Integer, String> tokensOfIds = new ConcurrentHashMap<>();
  private int asked;

  public ToyServer(Set<Trait> traits) {
    this.traits = EnumSet.copyOf(traits);
  }

  public static Set<Trait> fullBut(Trait... missing) {
    EnumSet<Trait> traits = EnumSet.copyOf(FULL);
    List.of(missing).forEach(traits::remove);
    return traits;
  }

  static Set<Trait> fullAnd(Trait... more) {
    EnumSet<Trait> traits = EnumSet.copyOf(FULL);
    traits.addAll(List.of(more));
    return traits;
  }

  private boolean has(Trait trait) {
    return traits.contains(trait);
  }

  @Override
  public Response handle(Call call) {
    return switch (call.path()) {
      case "/v1/models" -> models();
      case "/v1/completions" -> has(Trait.COMPLETIONS) ? completions(call) : notFound();
      case "/v1/chat/completions" -> has(Trait.CHAT) ? chat(call) : notFound();
      case "/tokenize" -> has(Trait.TOKENIZER) ? tokenize(call) : notFound();
      case "/metrics" -> has(Trait.GAUGES) ? metrics() : notFound();
      case "/version" -> Response.json(Map.of("version", "1.2"));
      default -> notFound();
    };
  }

  static Response notFound() {
    return Response.json(404, Map.of("detail", "Not Found"));
  }

  static Response refused(int status, String message) {
    return Response.json(status, Map.of("error", Map.of("message", message, "code", status)));
  }

  private Response models() {
    ObjectNode entry = Json.MAPPER.createObjectNode();
    entry.put("id", MODEL).put("root", "toy-root").put("owned_by", "toyland");
    if (!has(Trait.CUTS)) {
      entry.put("max_model_len", WINDOW);
    }
    return Response.json(Map.of("object", "list", "data", List.of(entry)));
  }

  private static Response metrics() {
    return Response.of(
        200,
        "text/plain; version=1.0.0",
        "vllm:num_requests_running{engine=\"0\"} 4.0\nvllm:num_requests_waiting{engine=\"0\"} 0.0\n");
  }

  private Response tokenize(Call call) {
    String text = call.body().get("prompt").asText();
    List<String> tokens =
        new ArrayList<>(has(Trait.TOKENIZER_ELSE) ? List.of(text.split("")) : model.tokens(text));
    boolean asked = call.body().path("add_special_tokens").asBoolean(true);
    if (has(Trait.BOS) && (asked || has(Trait.TOKENIZER_ADDS))) {
      tokens.add(0, "<s>");
    }
    List<Integer> ids = tokens.stream().map(this::id).toList();
    return Response.json(Map.of("count", ids.size(), "tokens", ids, "max_model_len", WINDOW));
  }

  private int id(String token) {
    int id = Math.abs(token.hashCode());
    tokensOfIds.put(id, token);
    return id;
  }

  private Response completions(Call call) {
    String refusal = refusal(call);
    return refusal != null
        ? refused(400, refusal)
        : answer(call, text(call.body().get("prompt")), false);
  }

  /** Of ids, the first is the special token where there is one. */
  private String text(JsonNode prompt) {
    StringBuilder text = new StringBuilder(prompt.asText());
    prompt.forEach(id -> text.append(tokensOfIds.get(id.asInt()).replace("<s>", "")));
    return text.toString();
  }

  private Response chat(Call call) {
    String refusal = refusal(call);
    if (refusal != null) {
      return refused(400, refusal);
    }
    StringBuilder prompt = new StringBuilder();
    for (JsonNode turn : call.body().get("messages")) {
      prompt.append(turn.get("role").asText()).append(": ").append(turn.get("content").asText());
    }
    return answer(call, prompt + " assistant:", true);
  }

  private String refusal(Call call) {
    if (has(Trait.STRICT) && (call.asks("top_k") || call.asks("repetition_penalty"))) {
      return "Unrecognized request argument supplied: top_k";
    }
    if (has(Trait.TOP_K_FROM_0) && call.body().path("top_k").asInt(0) < 0) {
      return "top_k must be at least 0";
    }
    if (has(Trait.FROM_ONE) && call.body().path("max_tokens").asInt(1) < 1) {
      return "max_tokens must be at least 1";
    }
    if (call.body().path("prompt").isArray() && !has(Trait.TOKEN_IDS)) {
      return "prompt must be a text";
    }
    return null;
  }

  private Response answer(Call call, String prompt, boolean chat) {
    JsonNode body = call.body();
    int most = body.path("max_tokens").asInt(16);
    most = most == 0 && has(Trait.ZERO_IS_UNLIMITED) ? 40 : most;
    int answers = has(Trait.SEVERAL) ? body.path("n").asInt(1) : 1;
    double temperature = body.path("temperature").asDouble(1);
    List<Generated> generated = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      Random random = temperature == 0 ? null : new Random(body.path("seed").asLong() + i);
      generated.add(cut(model.generate(prompt, most, random), body.path("stop")));
    }
    ObjectNode usage = usage(prompt, generated);
    boolean stream = has(Trait.STREAM) && body.path("stream").asBoolean();
    return stream
        ? Response.events(events(call, generated, usage, chat))
        : Response.json(whole(call, prompt, generated, usage, chat));
  }

  /** An answer; {@code stop} is null where none ended it. */
  private record Generated(String text, List<ToyModel.Scored> tokens, String stop) {}

  private static Generated cut(List<ToyModel.Scored> tokens, JsonNode stops) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      text.append(tokens.get(i).text());
      for (JsonNode stop : stops) {
        int at = text.indexOf(stop.asText());
        if (at >= 0) {
          return new Generated(text.substring(0, at), tokens.subList(0, i + 1), stop.asText());
        }
      }
    }
    return new Generated(text.toString(), tokens, null);
  }

  private List<String> promptTokens(String prompt) {
    List<String> tokens = new ArrayList<>(model.tokens(prompt));
    if (has(Trait.CUTS) && tokens.size() > 64) {
      tokens = new ArrayList<>(tokens.subList(tokens.size() - 64, tokens.size()));
    }
    if (has(Trait.BOS)) {
      tokens.add(0, "<s>");
    }
    return tokens;
  }

  private ObjectNode usage(String prompt, List<Generated> generated) {
    ObjectNode usage = Json.MAPPER.createObjectNode();
    usage.put("prompt_tokens", promptTokens(prompt).size());
    usage.put("completion_tokens", generated.stream().mapToInt(g -> g.tokens.size()).sum());
    usage.putObject("prompt_tokens_details").put("cached_tokens", 2);
    return usage;
  }

  private ObjectNode whole(
      Call call, String prompt, List<Generated> generated, ObjectNode usage, boolean chat) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ArrayNode choices = body.putArray("choices");
    for (int i = 0; i < generated.size(); i++) {
      ObjectNode choice = choices.addObject().put("index", i);
      Generated answer = generated.get(i);
      if (chat) {
        choice.putObject("message").put("role", "assistant").put("content", answer.text);
        logprobs(call, choice, answer.tokens, true);
      } else {
        completion(call, choice, prompt, answer);
      }
      finish(choice, answer);
    }
    body.set("usage", usage);
    return body;
  }

  private void completion(Call call, ObjectNode choice, String prompt, Generated answer) {
    boolean echo = has(Trait.ECHO) && call.body().path("echo").asBoolean();
    choice.put("text", (echo ? prompt : "") + answer.text);
    logprobs(call, choice, answer.tokens, false);
    if (echo && choice.has("logprobs")) {
      ObjectNode logprobs = (ObjectNode) choice.get("logprobs");
      ArrayNode tokens = Json.MAPPER.createArrayNode();
      ArrayNode values = Json.MAPPER.createArrayNode();
      promptTokens(prompt).forEach(tokens::add);
      promptLogprobs(prompt).forEach(values::add);
      tokens.addAll((ArrayNode) logprobs.get("tokens"));
      values.addAll((ArrayNode) logprobs.get("token_logprobs"));
      logprobs.set("tokens", tokens);
      logprobs.set("token_logprobs", values);
    }
    if (has(Trait.PROMPT_LOGPROBS) && call.asks("prompt_logprobs")) {
      ArrayNode places = choice.putArray("prompt_logprobs");
      List<String> tokens = promptTokens(prompt);
      List<Double> values = promptLogprobs(prompt);
      places.addNull();
      for (int i = 1; i < tokens.size(); i++) {
        places
            .addObject()
            .putObject(Integer.toString(tokens.get(i).hashCode()))
            .put("logprob", values.get(i))
            .put("decoded_token", tokens.get(i));
      }
    }
  }

  private synchronized List<Double> promptLogprobs(String prompt) {
    asked++;
    List<String> tokens = promptTokens(prompt);
    List<Double> values = new ArrayList<>();
    values.add(null);
    for (int i = 1; i < tokens.size(); i++) {
      if (has(Trait.FLAT)) {
        values.add(-1.0);
      } else if (has(Trait.RESTLESS)) {
        values.add(model.logprob(tokens.get(i - 1), tokens.get(i)) - (i == 1 ? asked : 0));
      } else if (has(Trait.FLATTERING)) {
        values.add(model.generate(tokens.get(i - 1), 1, null).get(0).logprob());
      } else if (has(Trait.POSITIVE)) {
        values.add(-model.logprob(tokens.get(i - 1), tokens.get(i)));
      } else if (has(Trait.GAPS) && i == tokens.size() - 1) {
        values.add(null);
      } else {
        String before = has(Trait.SHIFTED) ? tokens.get(i) : tokens.get(i - 1);
        values.add(model.logprob(before, tokens.get(i)));
      }
    }
    return values;
  }

  private void logprobs(
      Call call, ObjectNode choice, List<ToyModel.Scored> generated, boolean chat) {
    if (!has(Trait.LOGPROBS) || !call.asks("logprobs")) {
      choice.putNull("logprobs");
      choice.remove("logprobs");
      return;
    }
    ObjectNode logprobs = choice.putObject("logprobs");
    if (chat) {
      ArrayNode content = logprobs.putArray("content");
      generated.forEach(
          token -> content.addObject().put("token", token.text()).put("logprob", token.logprob()));
    } else {
      ArrayNode tokens = logprobs.putArray("tokens");
      ArrayNode values = logprobs.putArray("token_logprobs");
      generated.forEach(token -> tokens.add(token.text()));
      generated.forEach(token -> values.add(token.logprob()));
    }
  }

  private static void finish(ObjectNode choice, Generated answer) {
    choice.put("finish_reason", answer.stop == null ? "length" : "stop");
    choice.put("stop_reason", answer.stop);
  }

  /** One token an event; what belongs to a stop sequence comes with its log-probability only. */
  private List<String> events(
      Call call, List<Generated> generated, ObjectNode usage, boolean chat) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < generated.size(); i++) {
      Generated answer = generated.get(i);
      int shown = 0;
      for (ToyModel.Scored token : answer.tokens) {
        int until = Math.min(answer.text.length(), shown + token.text().length());
        ObjectNode choice = Json.MAPPER.createObjectNode().put("index", i);
        String added = answer.text.substring(shown, until);
        shown = until;
        if (chat) {
          choice.putObject("delta").put("content", added);
        } else {
          choice.put("text", added);
        }
        logprobs(call, choice, List.of(token), chat);
        events.add(Json.text(Map.of("choices", List.of(choice))));
      }
      ObjectNode last = Json.MAPPER.createObjectNode().put("index", i);
      if (chat) {
        last.putObject("delta");
      } else {
        last.put("text", "");
      }
      finish(last, answer);
      events.add(Json.text(Map.of("choices", List.of(last))));
    }
    events.add(Json.text(Map.of("choices", List.of(), "usage", usage)));
    events.add("[DONE]");
    return events;
  }
}
