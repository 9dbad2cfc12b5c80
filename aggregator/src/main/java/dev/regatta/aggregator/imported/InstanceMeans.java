package dev.regatta.aggregator.imported;

import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.Interval;
import dev.regatta.aggregator.statistics.Moments;
import dev.regatta.aggregator.statistics.RunStatistics;
import dev.regatta.aggregator.statistics.StatKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One value per instance of each statistic of a run, averaged over trials and requests. */
final class InstanceMeans {

  private static final class Mean {
    private double sum;
    private int count;
  }

  private final Map<StatKey, Map<String, Mean>> values = new HashMap<>();
  private final Map<Context, Set<String>> instances = new HashMap<>();

  void add(String instance, Context context, Map<?, ?> scores) {
    instances.computeIfAbsent(context, c -> new HashSet<>()).add(instance);
    scores.forEach(
        (metric, value) -> {
          Mean mean =
              values
                  .computeIfAbsent(new StatKey((String) metric, context), k -> new HashMap<>())
                  .computeIfAbsent(instance, i -> new Mean());
          mean.sum += (Double) value;
          mean.count++;
        });
  }

  /**
   * The interval of a statistic that is a mean over instances. Of others only their number is
   * known.
   *
   * @param otherwise number of instances where the run came without any
   */
  Interval interval(StatKey key, long otherwise) {
    Map<String, Mean> means = values.get(key);
    if (means == null) {
      Set<String> known = instances.get(key.context());
      return Interval.unknown(known == null ? otherwise : known.size());
    }
    Moments moments = new Moments();
    means.values().forEach(mean -> moments.add(mean.sum / mean.count));
    return RunStatistics.interval(key.metric(), moments);
  }
}
