package dev.regatta.coordinator.perturb;

import dev.regatta.protocol.ObjectSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The perturbations and suites that a sweep can name. */
public final class PerturbationCatalog {
  /** What a name alone means, where the perturbation has arguments without a default. */
  private static final Map<String, ObjectSpec> USUAL =
      Map.of(
          "misspellings",
          new ObjectSpec("misspellings", Map.of("prob", 0.1)),
          "typos",
          new ObjectSpec("typos", Map.of("prob", 0.01)),
          "synonym",
          new ObjectSpec("synonym", Map.of("prob", 0.5)),
          "chinese_typos",
          new ObjectSpec("chinese_typos", Map.of("prob", 0.05)),
          "chinese_synonym",
          new ObjectSpec("chinese_synonym", Map.of("prob", 0.3)),
          "chinese_gender",
          Suites.named("cleva_fairness").get(0),
          "chinese_person_name",
          Suites.named("cleva_fairness").get(1),
          "gender",
          Suites.named("gender_pronouns_deterministic").get(0));

  private final PerturbationResources resources;

  public PerturbationCatalog(PerturbationResources resources) {
    this.resources = resources;
  }

  /** Names of perturbations and of suites. */
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>(Perturbations.names());
    names.addAll(Suites.names());
    return List.copyOf(names);
  }

  /**
   * What a name stands for: with arguments a perturbation; alone a suite, or a perturbation with
   * its usual arguments.
   *
   * @throws dev.regatta.protocol.RegattaException USER where the name or an argument is wrong
   */
  public List<ObjectSpec> named(String name, Map<String, Object> args) {
    List<ObjectSpec> specs = specs(name, args);
    specs.forEach(spec -> Perturbations.of(spec, resources));
    return specs;
  }

  private static List<ObjectSpec> specs(String name, Map<String, Object> args) {
    if (args.isEmpty() && USUAL.containsKey(name)) {
      return List.of(USUAL.get(name));
    }
    return args.isEmpty() && Suites.names().contains(name)
        ? Suites.named(name)
        : List.of(new ObjectSpec(name, args));
  }
}
