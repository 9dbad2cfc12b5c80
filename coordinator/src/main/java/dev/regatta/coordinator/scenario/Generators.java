package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
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
  private static final Map<String, Function<Arguments, Scenario>> BY_NAME =
      new TreeMap<>(
          Map.of(
              SyntheticReasoning.NAME,
              SyntheticReasoning::of,
              DyckLanguage.NAME,
              DyckLanguage::of,
              SimpleScenario.NAME,
              SimpleScenario::of));

  private Generators() {}

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
    Scenario scenario = generator(name).apply(arguments);
    arguments.finish();
    return scenario;
  }

  private static Function<Arguments, Scenario> generator(String name) {
    Function<Arguments, Scenario> generator = BY_NAME.get(name);
    if (generator == null) {
      throw RegattaException.user(
          "Unknown generator " + name + Suggestion.among(name, BY_NAME.keySet()));
    }
    return generator;
  }
}
