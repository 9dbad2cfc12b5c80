package dev.regatta.aggregator.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One score of the first request of an instance.
 *
 * @param name of the score
 * @param readsInstance whether it looks at {@link RequestState#instance}
 */
record OneRequestMetric(String name, boolean readsInstance, ToDoubleFunction<RequestState> function)
    implements InstanceMetric {

  @Override
  public List<String> columns() {
    return List.of(name);
  }

  @Override
  public void score(List<RequestState> states, double[] row, int column) {
    row[column] = function.applyAsDouble(states.get(0));
  }
}
