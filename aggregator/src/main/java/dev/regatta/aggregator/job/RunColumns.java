package dev.regatta.aggregator.job;

import dev.regatta.protocol.RunSpec;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.io.api.Binary;

/** What all rows of a run in instance_stats share; metrics sorted by name. */
final class RunColumns {
  private final Binary run;
  private final Binary model;
  private final int[] byName;
  private final Binary[] names;

  RunColumns(RunSpec spec, List<String> metrics) {
    run = constant(spec.name());
    model = constant(spec.model());
    byName =
        IntStream.range(0, metrics.size())
            .boxed()
            .sorted(Comparator.comparing(metrics::get))
            .mapToInt(Integer::intValue)
            .toArray();
    names = IntStream.of(byName).mapToObj(i -> constant(metrics.get(i))).toArray(Binary[]::new);
  }

  Binary run() {
    return run;
  }

  Binary model() {
    return model;
  }

  int size() {
    return byName.length;
  }

  /** Name of the i-th metric by name. */
  Binary name(int i) {
    return names[i];
  }

  /** Its column among the scores. */
  int metric(int i) {
    return byName[i];
  }

  private static Binary constant(String text) {
    return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
  }
}
