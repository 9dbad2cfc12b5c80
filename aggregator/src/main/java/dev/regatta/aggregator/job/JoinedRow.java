package dev.regatta.aggregator.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.regatta.aggregator.metric.Instance;
import dev.regatta.aggregator.metric.RequestState;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A request with its completion, copied out of Spark's reused row.
 *
 * @param number of the request in the plan
 * @param ordinal of the instance
 * @param failed whether the completion says that the request was given up
 * @param rank less is the better of several completions of the request; null without any
 */
record JoinedRow(
    UTF8String requestId,
    long number,
    Context context,
    long ordinal,
    RequestState state,
    boolean failed,
    Rank rank) {
  private static final TypeReference<Map<String, String>> MAPPING = new TypeReference<>() {};
  private static final TypeReference<Map<String, Object>> EXTRA = new TypeReference<>() {};

  /**
   * An answer beats a failure, then the sweep's own one of another's, then the earlier one, so that
   * what lands later changes nothing.
   */
  record Rank(boolean failed, boolean foreign, long completedAt, int attempt, String worker)
      implements Comparable<Rank> {
    @Override
    public int compareTo(Rank other) {
      int order = Boolean.compare(failed, other.failed);
      order = order != 0 ? order : Boolean.compare(foreign, other.foreign);
      order = order != 0 ? order : Long.compare(completedAt, other.completedAt);
      order = order != 0 ? order : Integer.compare(attempt, other.attempt);
      return order != 0 ? order : worker.compareTo(other.worker);
    }
  }

  static JoinedRow read(InternalRow row, JoinedColumns at) {
    UTF8String requestId = row.getUTF8String(at.requestId);
    boolean landed =
        !row.isNullAt(at.answeredId) && requestId.equals(row.getUTF8String(at.answeredId));
    boolean failed = landed && !row.isNullAt(at.error);
    RequestState state =
        new RequestState(
            row.getInt(at.trial),
            row.isNullAt(at.referenceIndex) ? -1 : row.getInt(at.referenceIndex),
            text(row, at.requestMode),
            row.getInt(at.numReferences),
            texts(row.getArray(at.golds)),
            row.getBoolean(at.referenceCorrect),
            mapping(row, at),
            row.getInt(at.numTrainInstances),
            row.getBoolean(at.promptTruncated),
            landed && !failed ? AnswerReader.read(row, at) : null,
            row.isNullAt(at.counted) ? -1 : row.getInt(at.counted),
            row.isNullAt(at.referenceTokens) ? -1 : row.getInt(at.referenceTokens),
            instance(row, at));
    Context context =
        new Context(text(row, at.split), text(row, at.subSplit), text(row, at.perturbation));
    return new JoinedRow(
        requestId.clone(),
        row.getLong(at.number),
        context,
        row.getLong(at.ordinal),
        state,
        failed,
        landed ? rank(row, at, failed) : null);
  }

  /** The one whose completion counts. */
  static JoinedRow better(JoinedRow a, JoinedRow b) {
    if (a.rank == null || b.rank == null) {
      return a.rank == null ? b : a;
    }
    return b.rank.compareTo(a.rank) < 0 ? b : a;
  }

  /** Whether both are completions of one and the same request state. */
  boolean duplicates(JoinedRow other) {
    return requestId.equals(other.requestId)
        && ordinal == other.ordinal
        && state.trial() == other.state.trial()
        && state.referenceIndex() == other.state.referenceIndex()
        && Objects.equals(state.requestMode(), other.state.requestMode())
        && context.equals(other.context);
  }

  private static Rank rank(InternalRow row, JoinedColumns at, boolean failed) {
    return new Rank(
        failed,
        !row.isNullAt(at.foreign) && row.getBoolean(at.foreign),
        row.isNullAt(at.completedAt) ? Long.MAX_VALUE : row.getLong(at.completedAt),
        row.getInt(at.attempt),
        text(row, at.worker));
  }

  private static List<String> texts(ArrayData array) {
    String[] texts = new String[array.numElements()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = array.getUTF8String(i).toString();
    }
    return List.of(texts);
  }

  private static Instance instance(InternalRow row, JoinedColumns at) {
    if (row.isNullAt(at.input)) {
      return Instance.UNKNOWN;
    }
    ArrayData references = row.getArray(at.references);
    List<Instance.Reference> read = new ArrayList<>(references.numElements());
    for (int i = 0; i < references.numElements(); i++) {
      InternalRow reference = references.getStruct(i, 2);
      read.add(
          new Instance.Reference(
              reference.getUTF8String(0).toString(), texts(reference.getArray(1))));
    }
    return new Instance(text(row, at.input), read, extra(text(row, at.extra)));
  }

  private static Map<String, Object> extra(String json) {
    try {
      return json == null ? Map.of() : Json.MAPPER.readValue(json, EXTRA);
    } catch (JsonProcessingException e) {
      throw RegattaException.internal("instances: extra is no JSON object: " + json, e);
    }
  }

  private static Map<String, String> mapping(InternalRow row, JoinedColumns at) {
    if (row.isNullAt(at.outputMapping)) {
      return null;
    }
    String json = text(row, at.outputMapping);
    try {
      return Json.MAPPER.readValue(json, MAPPING);
    } catch (JsonProcessingException e) {
      throw RegattaException.internal("requests: output_mapping is no JSON object: " + json, e);
    }
  }

  private static String text(InternalRow row, int column) {
    return row.isNullAt(column) ? null : row.getUTF8String(column).toString();
  }
}
