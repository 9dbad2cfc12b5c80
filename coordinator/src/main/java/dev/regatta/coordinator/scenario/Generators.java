package dev.regatta.coordinator.scenario;

import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The scenarios that are generated rather than read, under HELM's names and with its arguments:
 *
 * <ul>
 *   <li>{@code synthetic_reasoning}: {@code mode} variable_substitution, pattern_match or
 *       induction; {@code seed}, HELM's 42 where it is not given
 *   <li>{@code dyck_language}: {@code num_parenthesis_pairs} 1 to 4; {@code num_train_instances},
 *       {@code num_test_instances}
 *   <li>{@code simple1}: {@code num_input_tokens}, {@code vocab_size}, {@code num_train_instances},
 *       {@code num_test_instances}
 * </ul>
 */
public final class Generators {
  private static final Map<String, Generator> BY_NAME =
      new TreeMap<>(
          Map.of(
              SyntheticReasoning.NAME,
              new Generator(SyntheticReasoning::of, syntheticReasoningDefaults()),
              DyckLanguage.NAME,
              new Generator(DyckLanguage::of, dyckLanguageDefaults()),
              SimpleScenario.NAME,
              new Generator(SimpleScenario::of, simpleDefaults())));

  private Generators() {}

  private record Generator(Function<Arguments, Scenario> make, GeneratorDefaults defaults) {}

  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * A generated scenario.
   *
   * @throws RegattaException USER for an unknown name or argument, or a value out of range
   */
  public static Scenario of(String name, Map<String, Object> args) {
    Arguments arguments = new Arguments("generator " + name, args);
    Scenario scenario = generator(name).make().apply(arguments);
    arguments.finish();
    return scenario;
  }

  /** How HELM's own run specs adapt and score the scenario. */
  public static GeneratorDefaults defaults(String name) {
    return generator(name).defaults();
  }

  /** {@link GeneratorDefaults#adapter()} of the scenario. */
  public static Map<String, Object> adapterDefaults(String name) {
    return defaults(name).adapter();
  }

  private static Generator generator(String name) {
    Generator generator = BY_NAME.get(name);
    if (generator == null) {
      throw RegattaException.user(
          "Unknown generator " + name + Arguments.nearest(name, BY_NAME.keySet()));
    }
    return generator;
  }

  private static GeneratorDefaults syntheticReasoningDefaults() {
    return new GeneratorDefaults(
        Map.ofEntries(
            Map.entry("method", AdapterSpec.GENERATION),
            Map.entry("instructions", "Please solve the following problem.\n"),
            Map.entry("input_prefix", ""),
            Map.entry("input_suffix", "\n"),
            Map.entry("output_prefix", "Target: "),
            Map.entry("output_suffix", "\n"),
            Map.entry("instance_prefix", "\n"),
            Map.entry("max_train_instances", 5),
            Map.entry("num_outputs", 1),
            Map.entry("temperature", 0.0),
            Map.entry("max_tokens", 50),
            Map.entry("stop_sequences", List.of("\n"))),
        List.of(
            "exact_match", "quasi_exact_match", "prefix_exact_match", "quasi_prefix_exact_match"),
        "quasi_exact_match",
        Instance.TEST);
  }

  private static GeneratorDefaults dyckLanguageDefaults() {
    String instructions =
        "Please complete the rest of the following Dyck sequences, making sure that the"
            + " parentheses are closed properly.\n";
    return new GeneratorDefaults(
        Map.ofEntries(
            Map.entry("method", AdapterSpec.GENERATION),
            Map.entry("instructions", instructions),
            Map.entry("input_prefix", "Input: "),
            Map.entry("input_suffix", ""),
            Map.entry("output_prefix", ""),
            Map.entry("output_suffix", ""),
            Map.entry("instance_prefix", "\n"),
            Map.entry("max_train_instances", 3),
            Map.entry("num_outputs", 1),
            Map.entry("temperature", 0.0),
            Map.entry("max_tokens", 5),
            Map.entry("stop_sequences", List.of("\n"))),
        List.of("exact_match_indicator"),
        "exact_match_indicator",
        Instance.TEST);
  }

  private static GeneratorDefaults simpleDefaults() {
    return new GeneratorDefaults(
        Map.ofEntries(
            Map.entry("method", AdapterSpec.GENERATION),
            Map.entry("instructions", "Please solve the following problem.\n"),
            Map.entry("input_prefix", "Input: "),
            Map.entry("input_suffix", "\n"),
            Map.entry("output_prefix", "Output: "),
            Map.entry("output_suffix", "\n"),
            Map.entry("instance_prefix", "\n"),
            Map.entry("max_train_instances", 5),
            Map.entry("num_outputs", 3),
            Map.entry("num_train_trials", 3),
            Map.entry("temperature", 1.0),
            Map.entry("max_tokens", 100),
            Map.entry("stop_sequences", List.of("."))),
        List.of("exact_match"),
        "exact_match",
        Instance.TEST);
  }
}
