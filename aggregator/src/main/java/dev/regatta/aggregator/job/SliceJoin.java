package dev.regatta.aggregator.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/**
 * Joins a slice: holds its requests and lets the completions pass. A row is given out, in one and
 * the same object, as soon as a request is answered, by the first of several answers. Requests
 * without an answer follow at the end, with a failure where they had one.
 *
 * @param requests columns as {@link JoinedColumns#REQUEST}
 * @param completions columns as {@link JoinedColumns#COMPLETION}, and the ordinal
 */
record SliceJoin(StructType requests, StructType completions)
    implements FlatMapFunction2<Iterator<InternalRow>, Iterator<InternalRow>, InternalRow> {

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> asked, Iterator<InternalRow> landed) {
    UnsafeProjection projection = UnsafeProjection.create(requests);
    List<UnsafeRow> held = new ArrayList<>();
    asked.forEachRemaining(row -> held.add(projection.apply(row).copy()));
    return new Rows(held, landed, completions);
  }

  private static final class Rows implements Iterator<InternalRow> {
    private static final JoinedColumns AT = new JoinedColumns();
    private static final int ANSWERED_ID = AT.answeredId - JoinedColumns.REQUEST.size();
    private static final int ERROR = AT.error - JoinedColumns.REQUEST.size();
    private static final int ORDINAL = JoinedColumns.COMPLETION.size();

    /** By ordinal; requests that are one to the model have the same. */
    private final List<UnsafeRow> requests;

    private final long[] ordinals;
    private final BitSet answered;
    private final Map<Integer, InternalRow> failures = new HashMap<>();
    private final Iterator<InternalRow> completions;
    private final StructType schema;
    private final InternalRow nothing;
    private final org.apache.spark.sql.catalyst.expressions.JoinedRow pair =
        new org.apache.spark.sql.catalyst.expressions.JoinedRow();

    /** The completion that is looked at, its ordinal, and the request that is to be tried next. */
    private InternalRow completion;

    private long ordinal;
    private int request;

    /** All before it are answered or given out. */
    private int rest;

    private InternalRow next;

    Rows(List<UnsafeRow> requests, Iterator<InternalRow> completions, StructType schema) {
      requests.sort(Comparator.comparingLong(row -> row.getLong(AT.number)));
      this.requests = requests;
      this.ordinals = requests.stream().mapToLong(row -> row.getLong(AT.number)).toArray();
      this.answered = new BitSet(ordinals.length);
      this.completions = completions;
      this.schema = schema;
      this.nothing = new GenericInternalRow(schema.size());
      this.request = ordinals.length;
    }

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = answer();
      }
      if (next == null) {
        next = unanswered();
      }
      return next != null;
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      InternalRow row = next;
      next = null;
      return row;
    }

    /** The next request with its answer; null when all completions have passed. */
    private InternalRow answer() {
      while (true) {
        while (request < ordinals.length && ordinals[request] == ordinal) {
          int tried = request++;
          if (answered.get(tried) || !isOf(requests.get(tried))) {
            continue;
          }
          if (completion.isNullAt(ERROR)) {
            answered.set(tried);
            return pair.apply(requests.get(tried), completion);
          }
          failures.computeIfAbsent(tried, i -> copy(completion));
        }
        if (!completions.hasNext()) {
          return null;
        }
        completion = completions.next();
        ordinal = completion.getLong(ORDINAL);
        request = first(ordinal);
      }
    }

    private boolean isOf(UnsafeRow request) {
      return request.getUTF8String(AT.requestId).equals(completion.getUTF8String(ANSWERED_ID));
    }

    /** The first request with this ordinal, or the end. */
    private int first(long sought) {
      int found = Arrays.binarySearch(ordinals, sought);
      if (found < 0) {
        return ordinals.length;
      }
      while (found > 0 && ordinals[found - 1] == sought) {
        found--;
      }
      return found;
    }

    private InternalRow copy(InternalRow failure) {
      return UnsafeProjection.create(schema).apply(failure).copy();
    }

    private InternalRow unanswered() {
      int open = answered.nextClearBit(rest);
      rest = open + 1;
      return open < ordinals.length
          ? pair.apply(requests.get(open), failures.getOrDefault(open, nothing))
          : null;
    }
  }
}
