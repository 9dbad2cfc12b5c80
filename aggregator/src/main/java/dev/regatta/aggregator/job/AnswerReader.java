package dev.regatta.aggregator.job;

import dev.regatta.aggregator.metric.Answer;
import dev.regatta.aggregator.metric.Generated;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Takes answers out of Spark's rows without a copy of every token. */
final class AnswerReader {
  private static final UTF8String BYTES = UTF8String.fromString("bytes:");
  private static final int OUTPUT_FIELDS = 5;

  private AnswerReader() {}

  static Answer read(InternalRow row, JoinedColumns at) {
    ArrayData outputs = row.getArray(at.outputs);
    int conditioning = row.isNullAt(at.conditioningTokens) ? 0 : row.getInt(at.conditioningTokens);
    List<Generated> generated = new ArrayList<>(outputs.numElements());
    for (int i = 0; i < outputs.numElements(); i++) {
      generated.add(output(outputs.getStruct(i, OUTPUT_FIELDS), conditioning));
    }
    return new Answer(
        generated,
        row.isNullAt(at.promptTokens) ? 0 : row.getInt(at.promptTokens),
        row.isNullAt(at.completionTokens) ? 0 : row.getInt(at.completionTokens),
        row.isNullAt(at.duration) ? Double.NaN : row.getDouble(at.duration),
        row.isNullAt(at.firstToken) ? Double.NaN : row.getDouble(at.firstToken));
  }

  /**
   * One output.
   *
   * @param conditioning first tokens that are context alone: no likelihood has them
   */
  private static Generated output(InternalRow output, int conditioning) {
    ArrayData tokens = output.getArray(3);
    ArrayData logprobs = output.getArray(4);
    double logprob = 0;
    for (int i = conditioning; i < logprobs.numElements(); i++) {
      logprob += logprobs.getDouble(i);
    }
    int bytes = 0;
    for (int i = conditioning; i < tokens.numElements(); i++) {
      UTF8String token = tokens.getUTF8String(i);
      bytes += token.startsWith(BYTES) ? Generated.bytes(token.toString()) : token.numBytes();
    }
    return new Generated(
        output.getUTF8String(0).toString(),
        output.getDouble(1),
        finishReason(output.getUTF8String(2)),
        Math.max(0, tokens.numElements() - conditioning),
        logprob,
        bytes);
  }

  /** Reasons are few: no new string for each. */
  private static String finishReason(UTF8String reason) {
    return switch (reason.numBytes()) {
      case 4 -> "stop";
      case 6 -> "length";
      case 9 -> "endoftext";
      default -> "unknown";
    };
  }
}
