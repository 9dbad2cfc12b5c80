package dev.regatta.coordinator.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.tokenizer.Tokenizer;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.RequestKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every request of whole HELM runs, with the model's own tokenizer and window. The examples are
 * those that the longest prompt of a trial shows, so that assembly and fitting are compared here
 * and the draw of the examples elsewhere.
 */
class HelmPromptsTest {

  @TestFactory
  Stream<DynamicTest> requestsAreThoseOfHelm() throws IOException {
    try (Stream<Path> runs = Files.list(SharedFiles.find("gold/e2e_helm/runs"))) {
      return runs.sorted().toList().stream()
          .map(run -> DynamicTest.dynamicTest(run.getFileName().toString(), () -> compare(run)));
    }
  }

  private static void compare(Path folder) throws IOException {
    HelmRun run = HelmRun.read(folder);
    Adapter adapter = Adapter.of(run.spec(), Optional.of(window(run.model())));
    int compared = 0;
    for (int trial = 0; trial < run.spec().numTrainTrials(); trial++) {
      Map<Instance, List<JsonNode>> expected = run.trial(trial);
      List<Instance> shots = shots(run.spec(), expected);
      for (Instance instance : expected.keySet()) {
        List<Prompt> prompts = adapter.adapt(instance, shots);
        List<JsonNode> states = expected.get(instance);
        assertThat(prompts).as(instance.id()).hasSameSizeAs(states);
        for (int i = 0; i < prompts.size(); i++) {
          Prompt prompt = prompts.get(i);
          assertThat(fields(prompt, adapter.decoding(prompt, 0)))
              .as(instance.id())
              .isEqualTo(fields(states.get(i)));
        }
        compared += prompts.size();
      }
    }
    assertThat(compared).isEqualTo(run.states().size());
  }

  /** The models of the runs, as HELM was configured for them. */
  static Window window(String model) {
    Tokenizer characters = Tokenizer.of(Tokenizer.ONE_PER_CHARACTER);
    return switch (model) {
      case "mock/alpha" -> new Window(characters, "<s>", 12_000, 12_000, Integer.MAX_VALUE);
      case "mock/beta" ->
          new Window(
              Tokenizer.of(SharedFiles.find("gold/e2e_helm/tokenizer/tokenizer.json").toString()),
              "<|endoftext|>",
              1_024,
              1_025,
              Integer.MAX_VALUE);
      case "mock/gamma" -> new Window(characters, "<s>", 1_500, 1_500, Integer.MAX_VALUE);
      case "mock/delta" -> new Window(characters, "<s>", 8_000, 8_000, Integer.MAX_VALUE);
      default -> throw new IllegalArgumentException(model);
    };
  }

  private static List<Instance> shots(AdapterSpec spec, Map<Instance, List<JsonNode>> expected) {
    Map.Entry<Instance, JsonNode> longest =
        expected.entrySet().stream()
            .map(entry -> Map.entry(entry.getKey(), entry.getValue().get(0)))
            .max(Comparator.comparingInt(entry -> shown(entry.getValue())))
            .orElseThrow();
    int count = shown(longest.getValue());
    if (count == 0) {
      return List.of();
    }
    String bare = Adapter.of(spec).adapt(longest.getKey(), List.of()).get(0).text();
    String prompt = longest.getValue().get("request").get("prompt").asText();
    return new ShownShots(spec).read(prompt, bare, count);
  }

  private static int shown(JsonNode state) {
    return state.get("num_train_instances").asInt();
  }

  private static Map<String, Object> fields(Prompt prompt, Decoding decoding) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", prompt.text());
    fields.put("messages", prompt.messages());
    fields.put("echo", prompt.kind() == RequestKind.SCORE);
    fields.put("decoding", decoding);
    fields.put("reference", prompt.referenceIndex());
    fields.put("mode", prompt.requestMode());
    fields.put("mapping", prompt.outputMapping());
    fields.put("shots", prompt.trainInstances());
    fields.put("truncated", prompt.truncated());
    fields.put("conditioning", prompt.conditioningTokens());
    return fields;
  }

  private static Map<String, Object> fields(JsonNode state) {
    JsonNode request = state.get("request");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", request.path("prompt").asText(""));
    fields.put(
        "messages",
        request.has("messages")
            ? Json.MAPPER.convertValue(
                request.get("messages"), new TypeReference<List<Message>>() {})
            : null);
    fields.put("echo", request.get("echo_prompt").asBoolean());
    fields.put("decoding", decoding(request));
    fields.put(
        "reference", state.has("reference_index") ? state.get("reference_index").asInt() : null);
    fields.put("mode", state.path("request_mode").asText(null));
    fields.put(
        "mapping",
        state.has("output_mapping")
            ? Json.MAPPER.convertValue(
                state.get("output_mapping"), new TypeReference<Map<String, String>>() {})
            : null);
    fields.put("shots", shown(state));
    fields.put("truncated", state.get("prompt_truncated").asBoolean());
    fields.put("conditioning", state.get("num_conditioning_tokens").asInt());
    return fields;
  }

  private static Decoding decoding(JsonNode request) {
    return new Decoding(
        request.get("temperature").asDouble(),
        request.get("top_p").asDouble(),
        request.get("max_tokens").asInt(),
        HelmRun.elements(request.get("stop_sequences")).map(JsonNode::asText).toList(),
        request.get("num_completions").asInt(),
        request.get("top_k_per_token").asInt(),
        request.get("presence_penalty").asDouble(),
        request.get("frequency_penalty").asDouble(),
        request.path("random").asText(null));
  }
}
