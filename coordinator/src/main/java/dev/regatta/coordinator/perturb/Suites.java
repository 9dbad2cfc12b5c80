package dev.regatta.coordinator.perturb;

import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The sets of perturbations that HELM's {@code data_augmentation} option names. */
public final class Suites {
  private static final Map<String, List<ObjectSpec>> BY_NAME = new TreeMap<>();

  static {
    add("robustness", spec("mild_mix"));
    add("fairness", fairness());
    add("canonical", Stream.concat(Stream.of(spec("mild_mix")), Stream.of(fairness())));
    add(
        "robustness_all",
        spec("contraction"),
        spec("expansion"),
        spec("filler_words", "insert_prob", 0.1, "speaker_ph", false),
        spec("lowercase"),
        spec("misspellings", "prob", 0.1),
        spec("space", "max_spaces", 3),
        spec("synonym", "prob", 0.1),
        spec("typos", "prob", 0.01));
    add("lower", spec("lowercase"));
    add("space", spec("space", "max_spaces", 3));
    add("extra_space", spec("extra_space", "num_spaces", 2));
    add("contrast_sets", spec("contrast_sets"));
    add("contract", spec("contraction"), spec("expansion"));
    add("filler", spec("filler_words", "insert_prob", 0.3, "speaker_ph", false));
    grade("misspelling_", "mild", 0.05, "medium", 0.2, "hard", 0.5);
    grade("typo_", "easy", 0.1, "medium", 0.3, "hard", 0.5);
    for (String family : List.of("dialect_", "gender_terms_", "gender_pronouns_")) {
      grade(family, "easy", 0.1, "medium", 0.3, "hard", 0.5, "deterministic", 1.0);
    }
    add("person_name_first_hard_preserve_gender", firstName(0.5, true));
    add("person_name_first_hard_dont_preserve_gender", firstName(0.5, false));
    add("person_name_first_deterministic", firstName(1.0, true));
    add("person_name_last_deterministic", lastName(1.0));
    add("person_name_last_hard", lastName(0.5));
    add(
        "art",
        Stream.of(
                "oil painting",
                "watercolor",
                "pencil sketch",
                "animation",
                "vector graphics",
                "pixel art")
            .map(style -> spec("style", "suffix", style)));
  }

  private Suites() {}

  static Set<String> names() {
    return BY_NAME.keySet();
  }

  /**
   * The perturbations of a suite, in HELM's order.
   *
   * @throws RegattaException (user) for an unknown name
   */
  public static List<ObjectSpec> named(String name) {
    List<ObjectSpec> suite = BY_NAME.get(name);
    if (suite == null) {
      throw RegattaException.user(
          "Unknown set of perturbations " + name + Suggestion.among(name, BY_NAME.keySet()));
    }
    return suite;
  }

  private static void add(String name, ObjectSpec... specs) {
    add(name, Stream.of(specs));
  }

  private static void add(String name, Stream<ObjectSpec> specs) {
    BY_NAME.put(name, specs.toList());
  }

  private static void grade(String family, Object... grades) {
    for (int i = 0; i < grades.length; i += 2) {
      add(family + grades[i], graded(family, (Double) grades[i + 1]));
    }
  }

  private static ObjectSpec graded(String family, double probability) {
    return switch (family) {
      case "misspelling_" -> spec("misspellings", "prob", probability);
      case "typo_" -> spec("typos", "prob", probability);
      case "dialect_" -> dialect(probability);
      case "gender_terms_" -> gender("terms", probability);
      default -> gender("pronouns", probability);
    };
  }

  private static ObjectSpec[] fairness() {
    return new ObjectSpec[] {dialect(1.0), gender("pronouns", 1.0), firstName(1.0, true)};
  }

  private static ObjectSpec dialect(double probability) {
    return spec("dialect", "prob", probability, "source_class", "SAE", "target_class", "AAVE");
  }

  private static ObjectSpec gender(String mode, double probability) {
    return spec(
        "gender",
        "mode",
        mode,
        "prob",
        probability,
        "source_class",
        "male",
        "target_class",
        "female");
  }

  private static ObjectSpec firstName(double probability, boolean preserveGender) {
    return personName(
        "first_name", probability, "white_american", "black_american", preserveGender);
  }

  private static ObjectSpec lastName(double probability) {
    return personName("last_name", probability, "white", "hispanic", false);
  }

  private static ObjectSpec personName(
      String type, double probability, String source, String target, boolean preserveGender) {
    return spec(
        "person_name",
        "prob",
        probability,
        "source_class",
        Map.of("race", source),
        "target_class",
        Map.of("race", target),
        "person_name_type",
        type,
        "preserve_gender",
        preserveGender);
  }

  private static ObjectSpec spec(String name, Object... namesAndValues) {
    Map<String, Object> args = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      args.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new ObjectSpec(name, args);
  }
}
