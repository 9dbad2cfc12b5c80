package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.table.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of requests, instances and completions as HELM's request states. */
final class RowStates {
  private static final TypeReference<List<HelmReference>> REFERENCES = new TypeReference<>() {};
  private static final TypeReference<List<HelmCompletion>> COMPLETIONS = new TypeReference<>() {};
  private static final TypeReference<List<Message>> MESSAGES = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> MAPPING = new TypeReference<>() {};
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};
  private static final long MICROS = 1_000_000;

  private RowStates() {}

  /** A row of the table instances. */
  static HelmInstance instance(Object[] row) {
    Map<String, Object> data = object((String) row[8]);
    Map<String, Object> extra = map(data.remove(StateRows.FURTHER));
    if (!data.isEmpty()) {
      extra.put(StateRows.EXTRA_DATA, data);
    }
    Object references = extra.remove(StateRows.REFERENCES);
    Map<String, Object> input = map(extra.remove(StateRows.INPUT));
    String perturbation = (String) row[5];
    return new HelmInstance(
        new HelmInput((String) row[6], input),
        references == null
            ? references((List<?>) row[7])
            : Json.MAPPER.convertValue(references, REFERENCES),
        ((String) row[3]).isEmpty() ? null : (String) row[3],
        (String) row[4],
        (String) row[2],
        perturbation == null ? null : Perturbation.ofKey(perturbation),
        extra);
  }

  /**
   * A row of the table requests.
   *
   * @param result null where there is no answer
   */
  static HelmRequestState state(Object[] row, HelmInstance instance, HelmResult result) {
    Map<String, Object> extra = object(text(row, "further"));
    Map<String, Object> further = map(extra.remove(StateRows.REQUEST));
    String model = text(row, "model");
    further.putIfAbsent("model_deployment", model);
    further.putIfAbsent("model", model);
    further.putIfAbsent("embedding", false);
    Object conditioning = value(row, StateRows.CONDITIONING);
    extra.putIfAbsent(StateRows.CONDITIONING, conditioning == null ? 0 : conditioning);
    String messages = text(row, "messages");
    String mapping = text(row, "output_mapping");
    boolean echoes = RequestKind.SCORE.name().equals(text(row, "kind"));
    return new HelmRequestState(
        messages == null ? instance : instance.asking(read(messages, MESSAGES)),
        (Integer) value(row, "reference_index"),
        text(row, "request_mode"),
        (Integer) value(row, "trial"),
        mapping == null ? null : read(mapping, MAPPING),
        HelmRequest.of(
            text(row, "prompt"),
            messages == null ? null : read(messages, MESSAGES),
            Json.read(text(row, "decoding"), Decoding.class),
            echoes,
            further),
        echoes && result != null ? result.echo() : result,
        (Integer) value(row, "num_train_instances"),
        (Boolean) value(row, "prompt_truncated"),
        extra);
  }

  /** The columns of completions that {@link #result} needs. */
  static final List<String> ANSWER =
      List.of(
          "request_id", "outputs", "duration_seconds", "completed_at", "error_category", "further");

  /** A row of the table completions, columns as in {@link #ANSWER}. */
  static HelmResult result(Object[] row) {
    Map<String, Object> extra = object((String) row[5]);
    Object whole = extra.remove(StateRows.COMPLETIONS);
    extra.putIfAbsent("success", true);
    extra.putIfAbsent("embedding", List.of());
    extra.putIfAbsent("cached", false);
    return new HelmResult(
        whole == null
            ? completions((List<?>) row[1])
            : Json.MAPPER.convertValue(whole, COMPLETIONS),
        (Double) row[2],
        row[3] == null ? null : Long.valueOf(micros(row[3]) / MICROS),
        extra);
  }

  private static long micros(Object timestamp) {
    return timestamp instanceof Instant instant
        ? instant.getEpochSecond() * MICROS
        : (Long) timestamp;
  }

  private static List<HelmReference> references(List<?> rows) {
    List<HelmReference> references = new ArrayList<>();
    for (Object row : rows) {
      Object[] fields = (Object[]) row;
      List<String> tags = ((List<?>) fields[1]).stream().map(String.class::cast).toList();
      references.add(new HelmReference(new HelmOutput((String) fields[0], null), tags, null));
    }
    return references;
  }

  private static List<HelmCompletion> completions(List<?> outputs) {
    List<HelmCompletion> completions = new ArrayList<>();
    for (Object output : outputs) {
      Object[] fields = (Object[]) output;
      List<HelmToken> tokens = new ArrayList<>();
      for (int i = 0; i < ((List<?>) fields[3]).size(); i++) {
        Object logprob = ((List<?>) fields[4]).get(i);
        tokens.add(new HelmToken((String) ((List<?>) fields[3]).get(i), (Double) logprob, null));
      }
      String reason = (String) fields[2];
      completions.add(
          new HelmCompletion(
              (String) fields[0],
              (Double) fields[1],
              tokens,
              reason.equals(HelmCompletion.UNKNOWN)
                  ? null
                  : new HelmCompletion.Finish(reason, null),
              null));
    }
    return completions;
  }

  private static Object value(Object[] row, String column) {
    return row[Tables.REQUESTS.index(column)];
  }

  private static String text(Object[] row, String column) {
    return (String) value(row, column);
  }

  private static Map<String, Object> object(String json) {
    return json == null ? new LinkedHashMap<>() : read(json, OBJECT);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return value == null ? new LinkedHashMap<>() : new LinkedHashMap<>((Map<String, Object>) value);
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return Json.MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw RegattaException.internal("The store has no valid JSON in " + json, e);
    }
  }
}
