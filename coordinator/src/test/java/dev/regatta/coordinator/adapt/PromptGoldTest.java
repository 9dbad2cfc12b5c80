package dev.regatta.coordinator.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RequestKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whole requests as HELM's adapters built them: sampling, assembly and decoding together. */
class PromptGoldTest {
  private static final String CHOICES = "mcqa";

  @Test
  void requestsAreThoseOfHelm() {
    List<JsonNode> gold = SharedFiles.gold("helm_prompts.jsonl");
    Map<String, Map<String, Prompt>> planned = new HashMap<>();
    for (JsonNode expected : gold) {
      AdapterSpec spec = HelmRun.spec(expected.get("adapter"));
      Map<String, Prompt> prompts =
          planned.computeIfAbsent(
              expected.get("adapter").toString(), any -> plan(spec, expected.get("data").asText()));
      Prompt prompt = prompts.get(key(expected));
      assertThat(prompt).as(expected.get("id").asText()).isNotNull();
      assertSame(expected, prompt, Adapter.of(spec).decoding(prompt, 0));
    }
    int total = planned.values().stream().mapToInt(Map::size).sum();
    assertThat(total).as("requests planned").isEqualTo(gold.size());
  }

  private static void assertSame(JsonNode expected, Prompt prompt, Decoding decoding) {
    String id = expected.get("id").asText();
    assertThat(prompt.text()).as(id).isEqualTo(expected.get("prompt").asText());
    assertThat(prompt.trainInstances()).isEqualTo(expected.get("num_train_instances").asInt());
    assertThat(prompt.truncated()).isEqualTo(expected.get("prompt_truncated").asBoolean());
    assertThat(prompt.kind() == RequestKind.SCORE)
        .isEqualTo(expected.get("echo_prompt").asBoolean());
    Map<String, String> mapping =
        Json.MAPPER.convertValue(
            expected.get("output_mapping"), new TypeReference<Map<String, String>>() {});
    assertThat(prompt.outputMapping()).isEqualTo(mapping);
    List<String> stops = new ArrayList<>();
    expected.get("stop_sequences").forEach(stop -> stops.add(stop.asText()));
    assertThat(decoding.stopSequences()).isEqualTo(stops);
    assertThat(decoding.maxTokens()).isEqualTo(expected.get("max_tokens").asInt());
    assertThat(decoding.temperature()).isEqualTo(expected.get("temperature").asDouble());
    assertThat(decoding.numCompletions()).isEqualTo(expected.get("num_completions").asInt());
    if (prompt.kind() == RequestKind.SCORE) {
      String reference = expected.get("references").get(prompt.referenceIndex()).get(0).asText();
      assertThat(prompt.continuation()).isEqualTo(" " + reference);
      assertThat(prompt.text()).endsWith(prompt.continuation());
    }
  }

  private static Map<String, Prompt> plan(AdapterSpec spec, String data) {
    List<Instance> train = instances(data, Instance.TRAIN, 0);
    List<Instance> evaluated = instances(data, Instance.TEST, train.size());
    Adapter adapter = Adapter.of(spec);
    Map<String, Prompt> prompts = new HashMap<>();
    for (int trial = 0; trial < spec.numTrainTrials(); trial++) {
      List<Instance> shots = FewShot.sample(train, spec, trial);
      for (Instance eval : Downsampling.keep(evaluated, spec.maxEvalInstances())) {
        for (Prompt prompt : adapter.adapt(eval, shots)) {
          String key = eval.id() + " " + trial;
          prompts.put(key + " " + prompt.referenceIndex() + " " + prompt.requestMode(), prompt);
        }
      }
    }
    return prompts;
  }

  private static String key(JsonNode expected) {
    return Stream.of("instance_id", "train_trial_index", "reference_index", "request_mode")
        .map(field -> expected.get(field).asText())
        .reduce((a, b) -> a + " " + b)
        .orElseThrow();
  }

  private static List<Instance> instances(String data, String split, int firstId) {
    List<JsonNode> rows =
        SharedFiles.gold(
            "helm_prompts_data_"
                + data
                + "_"
                + (split.equals(Instance.TRAIN) ? "train" : "test")
                + ".jsonl");
    return IntStream.range(0, rows.size())
        .mapToObj(
            i ->
                Instance.of(
                        rows.get(i).get("question").asText(),
                        data.equals(CHOICES) ? choices(rows.get(i)) : worked(rows.get(i)),
                        split)
                    .withId("id" + (firstId + i)))
        .toList();
  }

  private static List<Reference> choices(JsonNode row) {
    return IntStream.range(0, row.get("choices").size())
        .mapToObj(
            i ->
                new Reference(
                    row.get("choices").get(i).asText(),
                    i == row.get("answer").asInt() ? List.of(Reference.CORRECT) : List.of()))
        .toList();
  }

  private static List<Reference> worked(JsonNode row) {
    String answer = row.get("answer").asText().replace("####", "The answer is");
    return List.of(new Reference(answer.replace("\n", " ") + ".", List.of(Reference.CORRECT)));
  }
}
