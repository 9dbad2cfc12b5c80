package dev.regatta.aggregator.annotation;

import dev.regatta.protocol.RegattaException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The annotators that the user has switched on. */
public final class Annotators {
  /** Runs what a model wrote. */
  public static final String CODE = "code";

  /** Says how toxic a text is. */
  public static final String TOXICITY = "toxicity";

  /** None is switched on. */
  public static final Annotators NONE = of();

  private static final Map<String, String> OFF =
      Map.of(
          CODE, "no sandbox is switched on (setting code.sandbox)",
          TOXICITY, "no classifier is named (setting toxicity.model)");

  private final Map<String, Annotator> on;
  private final boolean again;

  private Annotators(Map<String, Annotator> on, boolean again) {
    this.on = on;
    this.again = again;
  }

  public static Annotators of(Annotator... annotators) {
    return new Annotators(
        Arrays.stream(annotators).collect(Collectors.toMap(Annotator::name, Function.identity())),
        false);
  }

  /** The same, which look again at what they have looked at before. */
  public Annotators again() {
    return new Annotators(on, true);
  }

  public boolean isAgain() {
    return again;
  }

  public Optional<Annotator> named(String name) {
    return Optional.ofNullable(on.get(name));
  }

  /** Why an annotator has found nothing. */
  public static String off(String name) {
    return OFF.get(name);
  }

  /**
   * Tries each of these annotators that is switched on.
   *
   * @throws RegattaException USER, naming the setting that is wrong
   */
  public void check(List<String> names) {
    names.forEach(name -> named(name).ifPresent(Annotator::check));
  }
}
