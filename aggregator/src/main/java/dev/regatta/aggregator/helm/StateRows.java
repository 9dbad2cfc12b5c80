package dev.regatta.aggregator.helm;

import dev.regatta.aggregator.metric.Generated;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RequestKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HELM's request states as rows of requests, instances and completions, columns in the order of the
 * tables. What has no column goes into the columns further and extra, so that nothing is lost.
 */
final class StateRows {
  static final String REQUEST = "request";
  static final String INPUT = "input";
  static final String EXTRA_DATA = "extra_data";

  /** Beside the extra data of an instance, the fields that the table has no column for. */
  static final String FURTHER = "helm";

  static final String REFERENCES = "references";
  static final String COMPLETIONS = "completions";
  static final String CONDITIONING = "num_conditioning_tokens";

  private static final String RUNTIME = "helm";
  private static final long MICROS = 1_000_000;

  private StateRows() {}

  /**
   * Place of a request in the sweep.
   *
   * @param ordinal its number among those to its model
   * @param id its request id
   * @param instance number of the instance in its run
   */
  record Place(String run, String model, long ordinal, String id, long instance) {}

  static Object[] request(Place place, HelmRequestState state) {
    HelmInstance instance = state.instance();
    HelmRequest request = state.request();
    Integer reference = state.referenceIndex();
    return new Object[] {
      place.run(),
      place.model(),
      place.ordinal(),
      place.id(),
      false,
      place.instance(),
      instance.id(),
      split(instance),
      instance.subSplit(),
      instance.perturbationKey(),
      state.trainTrialIndex(),
      reference,
      state.requestMode(),
      kind(request).name(),
      request.prompt(),
      request.messages() == null ? null : Json.text(request.messages()),
      state.scoresReference() ? continuation(state) : null,
      Json.text(request.decoding()),
      instance.references().size(),
      instance.golds(),
      reference != null && instance.references().get(reference).correct(),
      state.outputMapping() == null ? null : Json.text(state.outputMapping()),
      state.numTrainInstances(),
      state.promptTruncated(),
      state.rest().get(CONDITIONING) instanceof Integer tokens && tokens > 0 ? tokens : null,
      null,
      null,
      extra(state.rest(), REQUEST, request.rest())
    };
  }

  static Object[] instance(String run, long ordinal, HelmInstance instance) {
    Map<String, Object> further = new LinkedHashMap<>(instance.rest());
    Map<String, Object> extra = new LinkedHashMap<>();
    if (further.get(EXTRA_DATA) instanceof Map<?, ?> data && !data.isEmpty()) {
      data.forEach((key, value) -> extra.put((String) key, value));
      further.remove(EXTRA_DATA);
    }
    if (!instance.input().rest().isEmpty()) {
      further.put(INPUT, instance.input().rest());
    }
    if (!instance.references().stream().allMatch(HelmReference::plain)) {
      further.put(REFERENCES, instance.references());
    }
    if (!further.isEmpty()) {
      extra.put(FURTHER, further);
    }
    return new Object[] {
      run,
      ordinal,
      instance.id(),
      split(instance),
      instance.subSplit(),
      instance.perturbationKey(),
      instance.input().text(),
      instance.references().stream()
          .map(reference -> (Object) new Object[] {reference.output().text(), reference.tags()})
          .toList(),
      extra.isEmpty() ? null : Json.text(extra)
    };
  }

  static Object[] completion(String sweep, Place place, String deployment, HelmRequestState state) {
    HelmResult result = state.result();
    List<HelmCompletion> completions = result.completions();
    boolean scored = state.scoresReference() && !completions.isEmpty();
    boolean echoed = state.request().echoPrompt();
    boolean plain = !completions.isEmpty() && completions.stream().allMatch(HelmCompletion::plain);
    int generated = completions.stream().mapToInt(completion -> completion.tokens().size()).sum();
    return new Object[] {
      sweep,
      place.ordinal(),
      place.id(),
      scored ? scored(completions.get(0), continuation(state)) : outputs(completions),
      echoed ? Integer.valueOf(generated) : null,
      null,
      echoed ? 0 : generated,
      result.requestDatetime() == null ? null : result.requestDatetime() * MICROS,
      null,
      null,
      result.requestTime(),
      RUNTIME,
      1,
      deployment,
      RUNTIME,
      "",
      false,
      null,
      null,
      plain
          ? extra(result.rest(), COMPLETIONS, Map.of())
          : extra(result.rest(), COMPLETIONS, completions)
    };
  }

  private static RequestKind kind(HelmRequest request) {
    if (request.messages() != null) {
      return RequestKind.CHAT;
    }
    return request.echoPrompt() ? RequestKind.SCORE : RequestKind.GENERATE;
  }

  private static String split(HelmInstance instance) {
    return instance.split() == null ? "" : instance.split();
  }

  private static String continuation(HelmRequestState state) {
    HelmInstance instance = state.instance();
    return " " + instance.references().get(state.referenceIndex()).output().text();
  }

  private static String extra(Map<String, Object> rest, String key, Object value) {
    Map<String, Object> extra = new LinkedHashMap<>(rest);
    if (!Map.of().equals(value)) {
      extra.put(key, value);
    }
    return extra.isEmpty() ? null : Json.text(extra);
  }

  private static List<Object> outputs(List<HelmCompletion> completions) {
    if (completions.isEmpty()) {
      return List.of((Object) new Object[] {"", 0.0, HelmCompletion.UNKNOWN, List.of(), List.of()});
    }
    List<Object> outputs = new ArrayList<>();
    for (HelmCompletion completion : completions) {
      outputs.add(output(completion, completion.text(), completion.logprob(), 0));
    }
    return outputs;
  }

  /** The tokens at the end of an echo that spell the reference, then the whole. */
  private static List<Object> scored(HelmCompletion completion, String continuation) {
    List<HelmToken> tokens = completion.tokens();
    int wanted = continuation.getBytes(StandardCharsets.UTF_8).length;
    int from = tokens.size();
    int bytes = 0;
    while (from > 0 && bytes < wanted) {
      bytes += Generated.bytes(tokens.get(--from).text());
    }
    double logprob = 0;
    for (HelmToken token : tokens.subList(from, tokens.size())) {
      logprob += token.logprob();
    }
    return List.of(
        (Object) output(completion, continuation, logprob, from),
        output(completion, completion.text(), completion.logprob(), 0));
  }

  private static Object[] output(HelmCompletion completion, String text, double logprob, int from) {
    List<HelmToken> tokens = completion.tokens().subList(from, completion.tokens().size());
    return new Object[] {
      text,
      logprob,
      completion.reason(),
      tokens.stream().map(HelmToken::text).toList(),
      tokens.stream().map(HelmToken::logprob).toList()
    };
  }
}
