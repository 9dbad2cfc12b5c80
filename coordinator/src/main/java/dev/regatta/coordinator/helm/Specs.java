package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.adapt.AdapterSpecBuilder;
import dev.regatta.protocol.ObjectSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the run spec functions are written with. */
final class Specs {
  private static final String SCENARIOS = "helm.benchmark.scenarios.";

  private Specs() {}

  /** Names and values, given in turn, in their order. Values may be null. */
  static Map<String, Object> args(Object... namesAndValues) {
    Map<String, Object> args = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      args.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return args;
  }

  /**
   * A scenario.
   *
   * @param className below HELM's package of scenarios
   * @param args names and values in turn
   */
  static ObjectSpec scenario(String className, Object... args) {
    return new ObjectSpec(SCENARIOS + className, args(args));
  }

  /** A run's name: {@code function:arg=value,arg=value}. */
  static String name(String function, Object... namesAndValues) {
    return args(namesAndValues).entrySet().stream()
        .map(arg -> arg.getKey() + "=" + Python.text(arg.getValue()))
        .collect(Collectors.joining(",", function + ":", ""));
  }

  /** A run that awaits its model. */
  static HelmRunSpec run(
      String name,
      ObjectSpec scenario,
      AdapterSpecBuilder adapter,
      List<ObjectSpec> metrics,
      String... groups) {
    return new HelmRunSpec(
        name,
        scenario,
        adapter.build(),
        "",
        "",
        metrics,
        AugmenterSpec.NONE,
        List.of(groups),
        null);
  }
}
