package dev.regatta.coordinator.plan;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.adapt.Prompt;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldFiles;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.RequestKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What HELM asked in a run: instances and requests as fields by name, under what tells them apart.
 * Requests of the same key (the windows of a text) stand in their order.
 */
record RecordedRun(
    String name,
    Map<String, List<Map<String, Object>>> instances,
    Map<String, List<Map<String, Object>>> requests) {
  private static final String INSTANCES = "instances";
  private static final String REQUESTS = "requests";

  static RecordedRun read(Path run) {
    Map<String, List<Map<String, Object>>> instances = new LinkedHashMap<>();
    if (GoldFiles.has(run.resolve("instances.json"))) {
      for (JsonNode json : GoldFiles.document(run.resolve("instances.json"))) {
        add(instances, key(json), instance(json));
      }
    }
    Map<String, List<Map<String, Object>>> requests = new LinkedHashMap<>();
    for (JsonNode json :
        GoldFiles.document(run.resolve("scenario_state.json")).path("request_states")) {
      add(requests, requestKey(json), request(json));
    }
    return new RecordedRun(run.getFileName().toString(), instances, requests);
  }

  /** Every case fails for the same reason. */
  void failAll(Findings findings, String problem) {
    instances.forEach((key, all) -> all.forEach(one -> fail(INSTANCES, key, findings, problem)));
    requests.forEach((key, all) -> all.forEach(one -> fail(REQUESTS, key, findings, problem)));
  }

  private void fail(String part, String key, Findings findings, String problem) {
    findings.fail(part, name + " " + key, "as HELM's", problem);
  }

  void compare(PlannedRuns planned, Findings findings) {
    if (!instances.isEmpty()) {
      compare(
          INSTANCES,
          instances,
          planned.instances(),
          RecordedRun::key,
          RecordedRun::instance,
          findings);
      findings.equal(
          "order of instances",
          name,
          List.copyOf(instances.keySet()),
          () -> planned.instances().stream().map(RecordedRun::key).toList());
    }
    compare(
        REQUESTS, requests, planned.requests(), RecordedRun::key, RecordedRun::request, findings);
  }

  private <T> void compare(
      String part,
      Map<String, List<Map<String, Object>>> recorded,
      List<T> planned,
      Function<T, String> key,
      Function<T, Map<String, Object>> fields,
      Findings findings) {
    Map<String, Iterator<Map<String, Object>>> open = new LinkedHashMap<>();
    recorded.forEach((k, list) -> open.put(k, list.iterator()));
    for (T one : planned) {
      Iterator<Map<String, Object>> next = open.get(key.apply(one));
      String where = name + " " + key.apply(one);
      if (next == null || !next.hasNext()) {
        findings.fail(part, where, "none", "one too many");
      } else {
        findings.fields(part, where, next.next(), () -> fields.apply(one));
      }
    }
    open.forEach((k, rest) -> rest.forEachRemaining(one -> fail(part, k, findings, "missing")));
  }

  private static void add(
      Map<String, List<Map<String, Object>>> all, String key, Map<String, Object> fields) {
    all.computeIfAbsent(key, k -> new ArrayList<>()).add(fields);
  }

  private static String key(JsonNode instance) {
    JsonNode perturbation = instance.get("perturbation");
    return key(
        instance.get("id").asText(),
        perturbation == null ? null : Json.MAPPER.convertValue(perturbation, Perturbation.class));
  }

  private static String key(Instance instance) {
    return key(instance.id(), instance.perturbation());
  }

  private static String key(PlannedRequest request) {
    Prompt prompt = request.prompt();
    return requestKey(
        key(request.instance()), request.trial(), prompt.referenceIndex(), prompt.requestMode());
  }

  private static String requestKey(JsonNode state) {
    return requestKey(
        key(state.get("instance")),
        state.get("train_trial_index").asInt(),
        state.hasNonNull("reference_index") ? state.get("reference_index").asInt() : null,
        state.path("request_mode").asText(null));
  }

  private static String requestKey(String instance, int trial, Integer reference, String mode) {
    return instance
        + " trial "
        + trial
        + (reference == null ? "" : " reference " + reference)
        + (mode == null ? "" : " " + mode);
  }

  /** HELM read the word files from other folders, and under other names. */
  private static String key(String id, Perturbation perturbation) {
    if (perturbation == null) {
      return id;
    }
    Map<String, Object> parameters = new TreeMap<>(perturbation.parameters());
    parameters.keySet().removeIf(parameter -> parameter.endsWith("_path"));
    return id
        + " "
        + new Perturbation(
                perturbation.name(),
                perturbation.robustness(),
                perturbation.fairness(),
                perturbation.computedOn(),
                perturbation.seed(),
                parameters)
            .key();
  }

  private static Map<String, Object> instance(JsonNode json) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("input", json.path("input").path("text").asText(""));
    fields.put("messages", messages(json.path("input")));
    fields.put("references", references(json.path("references")));
    fields.put("split", json.path("split").asText(null));
    fields.put("sub_split", json.path("sub_split").asText(null));
    List<String> contrasts = new ArrayList<>();
    json.path("contrast_inputs").forEach(input -> contrasts.add(input.path("text").asText()));
    fields.put("contrast_inputs", contrasts);
    List<List<Reference>> golds = new ArrayList<>();
    json.path("contrast_references").forEach(list -> golds.add(references(list)));
    fields.put("contrast_references", golds);
    if (json.hasNonNull("extra_data")) {
      fields.put("extra_data", json.get("extra_data"));
    }
    return fields;
  }

  private static Map<String, Object> instance(Instance instance) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("input", instance.input());
    fields.put("messages", instance.messages());
    fields.put("references", instance.references());
    fields.put("split", instance.split());
    fields.put("sub_split", instance.subSplit());
    fields.put("contrast_inputs", instance.contrastInputs());
    fields.put("contrast_references", instance.contrastReferences());
    fields.put("extra_data", Json.read(Json.text(instance.extra()), JsonNode.class));
    return fields;
  }

  private static Map<String, Object> request(JsonNode state) {
    JsonNode request = state.get("request");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", request.path("prompt").asText(""));
    fields.put("messages", messages(request));
    fields.put("echo_prompt", request.path("echo_prompt").asBoolean());
    fields.put(
        "output_mapping",
        state.hasNonNull("output_mapping")
            ? Json.MAPPER.convertValue(
                state.get("output_mapping"), new TypeReference<Map<String, String>>() {})
            : null);
    fields.put("num_train_instances", state.path("num_train_instances").asInt());
    fields.put("prompt_truncated", state.path("prompt_truncated").asBoolean());
    fields.put("num_conditioning_tokens", state.path("num_conditioning_tokens").asInt());
    List<String> stops = new ArrayList<>();
    request.path("stop_sequences").forEach(stop -> stops.add(stop.asText()));
    fields.put(
        "decoding",
        new Decoding(
            request.path("temperature").asDouble(1),
            request.path("top_p").asDouble(1),
            request.path("max_tokens").asInt(100),
            stops,
            request.path("num_completions").asInt(1),
            request.path("top_k_per_token").asInt(1),
            request.path("presence_penalty").asDouble(0),
            request.path("frequency_penalty").asDouble(0),
            request.path("random").asText(null)));
    return fields;
  }

  private static Map<String, Object> request(PlannedRequest request) {
    Prompt prompt = request.prompt();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", prompt.text());
    fields.put("messages", prompt.messages());
    fields.put("echo_prompt", prompt.kind() == RequestKind.SCORE);
    fields.put("output_mapping", prompt.outputMapping());
    fields.put("num_train_instances", prompt.trainInstances());
    fields.put("prompt_truncated", prompt.truncated());
    fields.put("num_conditioning_tokens", prompt.conditioningTokens());
    fields.put("decoding", request.decoding());
    return fields;
  }

  private static List<Message> messages(JsonNode json) {
    return json.hasNonNull("messages")
        ? Json.MAPPER.convertValue(json.get("messages"), new TypeReference<List<Message>>() {})
        : null;
  }

  private static List<Reference> references(JsonNode array) {
    List<Reference> references = new ArrayList<>();
    for (JsonNode reference : array) {
      List<String> tags = new ArrayList<>();
      reference.path("tags").forEach(tag -> tags.add(tag.asText()));
      references.add(new Reference(reference.path("output").path("text").asText(), tags));
    }
    return references;
  }
}
