package dev.regatta.coordinator.gold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.adapt.Adapter;
import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.coordinator.adapt.Downsampling;
import dev.regatta.coordinator.adapt.FewShot;
import dev.regatta.coordinator.adapt.Prompt;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.gold.CaseCheck;
import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.GoldFiles;
import dev.regatta.gold.LinesCheck;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RequestKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Requests as HELM's adapters built them of train and test rows in files beside: sampling, assembly
 * and decoding together. One part per data set and method.
 */
final class PromptGold implements CaseCheck {
  static final GoldCheck CHECK =
      new LinesCheck(
          "prompts",
          "HELM's requests: examples drawn, prompts, decoding",
          "helm_prompts",
          Set.of("adapter", "data", "instance_id", "prompt"),
          PromptGold::new);

  private static final List<String> KEY =
      List.of("instance_id", "train_trial_index", "reference_index", "request_mode");

  private final Path file;
  private final Map<String, Map<String, Asked>> planned = new HashMap<>();
  private final Map<String, String> failures = new HashMap<>();

  /** How many requests there are about an instance in a trial: ours, and those recorded. */
  private final Map<String, int[]> counts = new LinkedHashMap<>();

  private record Asked(Prompt prompt, Decoding decoding) {}

  private PromptGold(Path file) {
    this.file = file;
  }

  @Override
  public void check(GoldCase gold) {
    String data = gold.text("data");
    AdapterSpec spec = spec(gold.get("adapter"));
    String part = data + " " + spec.method();
    String plan = data + gold.get("adapter");
    String failure =
        failures.computeIfAbsent(
            plan,
            key -> {
              try {
                planned.put(key, plan(spec, data));
                return "";
              } catch (RegattaException e) {
                return e.getMessage();
              }
            });
    if (!failure.isEmpty()) {
      gold.findings().fail(part, gold.where(), "a request", failure);
      return;
    }
    Asked asked = planned.get(plan).get(key(gold));
    if (asked == null) {
      gold.findings().fail(part, gold.where(), "a request", "none for " + key(gold));
      return;
    }
    counts.computeIfAbsent(plan + "\n" + instance(gold), any -> count(plan, instance(gold)))[1]++;
    Map<String, Object> found = fields(asked, Set.copyOf(gold.fields()));
    gold.findings().fields(part, gold.where(), recorded(gold, found), () -> found);
  }

  @Override
  public void end(Findings findings) {
    counts.forEach(
        (key, count) -> {
          if (count[0] != count[1]) {
            String instance = key.substring(key.lastIndexOf('\n') + 1).strip();
            findings.fail("number of requests", instance, count[1], count[0]);
          } else {
            findings.pass("number of requests");
          }
        });
  }

  private int[] count(String plan, String instance) {
    return new int[] {
      (int) planned.get(plan).keySet().stream().filter(key -> key.startsWith(instance)).count(), 0
    };
  }

  private Map<String, Asked> plan(AdapterSpec spec, String data) {
    List<Instance> train = instances(data, Instance.TRAIN, 0);
    List<Instance> evaluated = instances(data, Instance.TEST, train.size());
    Adapter adapter = Adapter.of(spec);
    Map<String, Asked> requests = new HashMap<>();
    for (int trial = 0; trial < spec.numTrainTrials(); trial++) {
      List<Instance> shots = FewShot.sample(train, spec, trial);
      for (Instance instance : Downsampling.keep(evaluated, spec.maxEvalInstances())) {
        for (Prompt prompt : adapter.adapt(instance, shots)) {
          requests.put(
              key(instance.id(), trial, prompt.referenceIndex(), prompt.requestMode()),
              new Asked(prompt, adapter.decoding(prompt, 0)));
        }
      }
    }
    return requests;
  }

  /** An adapter spec of which some fields are given. */
  private static AdapterSpec spec(JsonNode fields) {
    ObjectNode merged = Json.MAPPER.valueToTree(AdapterSpecs.defaults("").build());
    fields.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    return Json.MAPPER.convertValue(merged, AdapterSpec.class);
  }

  private static String key(GoldCase gold) {
    return key(KEY.stream().map(field -> value(gold, field)).toArray());
  }

  private static String key(Object... parts) {
    return Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static String value(GoldCase gold, String field) {
    return gold.has(field) ? gold.get(field).asText() : null;
  }

  /** What the keys of the requests about an instance in a trial begin with. */
  private static String instance(GoldCase gold) {
    return value(gold, KEY.get(0)) + " " + value(gold, KEY.get(1)) + " ";
  }

  private static Map<String, Object> fields(Asked asked, Set<String> recorded) {
    Prompt prompt = asked.prompt();
    Decoding decoding = asked.decoding();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", prompt.text());
    fields.put("num_train_instances", prompt.trainInstances());
    fields.put("prompt_truncated", prompt.truncated());
    fields.put("output_mapping", prompt.outputMapping());
    fields.put("echo_prompt", prompt.kind() == RequestKind.SCORE);
    fields.put("max_tokens", decoding.maxTokens());
    fields.put("temperature", decoding.temperature());
    fields.put("stop_sequences", decoding.stopSequences());
    fields.put("num_completions", decoding.numCompletions());
    fields.keySet().retainAll(recorded);
    return fields;
  }

  private static Map<String, Object> recorded(GoldCase gold, Map<String, Object> like) {
    Map<String, Object> fields = new LinkedHashMap<>();
    like.forEach(
        (field, value) -> {
          JsonNode json = gold.get(field);
          Object plain = json.isNull() ? null : Json.MAPPER.convertValue(json, Object.class);
          fields.put(field, value instanceof Double ? (Object) json.asDouble() : plain);
        });
    return fields;
  }

  private List<Instance> instances(String data, String split, int firstId) {
    List<Instance> instances = new ArrayList<>();
    for (JsonNode row : GoldFiles.rows(rows(data, split))) {
      GoldCase one = new GoldCase("", row, new Findings());
      instances.add(
          Instance.of(one.text("question"), one.has("choices") ? choices(one) : worked(one), split)
              .withId("id" + (firstId + instances.size())));
    }
    return instances;
  }

  /** Named after the gold, or as they are where the gold has another name. */
  private Path rows(String data, String split) {
    String own = file.getFileName().toString().replaceFirst("\\.jsonl.*", "");
    String name = "_data_" + data + "_" + split + ".jsonl";
    Path named = file.resolveSibling(own + name);
    return Files.exists(named) ? named : file.resolveSibling("helm_prompts" + name);
  }

  private static List<Reference> choices(GoldCase row) {
    List<String> texts = row.texts("choices");
    List<Reference> references = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      boolean correct = i == row.whole("answer");
      references.add(new Reference(texts.get(i), correct ? List.of(Reference.CORRECT) : List.of()));
    }
    return references;
  }

  /** As HELM's GSM8K scenario makes it of a worked answer. */
  private static List<Reference> worked(GoldCase row) {
    String answer = row.text("answer").replace("####", "The answer is").replace("\n", " ");
    return List.of(new Reference(answer + ".", List.of(Reference.CORRECT)));
  }
}
