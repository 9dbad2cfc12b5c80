package dev.regatta.aggregator.job;

import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.Scored;
import dev.regatta.protocol.RunSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Rows of instance_stats in Spark's own form, columns in the order of the table. */
final class ScoreRows {
  private final UTF8String run;
  private final UTF8String model;
  private final int[] byName;
  private final UTF8String[] names;
  private final GenericArrayData allNames;

  ScoreRows(RunSpec spec, List<String> metrics) {
    run = UTF8String.fromString(spec.name());
    model = UTF8String.fromString(spec.model());
    byName =
        IntStream.range(0, metrics.size())
            .boxed()
            .sorted(Comparator.comparing(metrics::get))
            .mapToInt(Integer::intValue)
            .toArray();
    names = new UTF8String[byName.length];
    Arrays.setAll(names, i -> UTF8String.fromString(metrics.get(byName[i])));
    allNames = new GenericArrayData(names);
  }

  InternalRow row(UTF8String instance, Scored scored) {
    Context context = scored.context();
    return new GenericInternalRow(
        new Object[] {
          run,
          model,
          instance,
          UTF8String.fromString(context.split()),
          UTF8String.fromString(context.subSplit()),
          UTF8String.fromString(context.perturbation()),
          scored.trial(),
          scores(scored)
        });
  }

  private ArrayBasedMapData scores(Scored scored) {
    double[] values = new double[byName.length];
    int size = 0;
    for (int metric : byName) {
      values[size] = scored.mean(metric);
      size += Double.isNaN(values[size]) ? 0 : 1;
    }
    if (size == values.length) {
      return new ArrayBasedMapData(allNames, UnsafeArrayData.fromPrimitiveArray(values));
    }
    UTF8String[] present = new UTF8String[size];
    int next = 0;
    for (int i = 0; i < byName.length; i++) {
      if (!Double.isNaN(scored.mean(byName[i]))) {
        present[next++] = names[i];
      }
    }
    return new ArrayBasedMapData(
        new GenericArrayData(present),
        UnsafeArrayData.fromPrimitiveArray(Arrays.copyOf(values, size)));
  }
}
