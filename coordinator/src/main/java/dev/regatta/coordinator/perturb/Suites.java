package dev.regatta.coordinator.perturb;

import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sets of perturbations that HELM's {@code data_augmentation} option names. */
public final class Suites {
  private static final Map<String, List<Suite>> BY_OPTION = new TreeMap<>();
  private static final ObjectSpec MILD_MIX = spec("mild_mix");
  private static final List<ObjectSpec> CONTRACT = List.of(spec("contraction"), spec("expansion"));
  private static final List<ObjectSpec> FAIRNESS =
      List.of(dialect(1.0), gender("pronouns", 1.0), firstName(1.0, true));
  private static final List<ObjectSpec> CLEVA_FAIRNESS =
      List.of(
          spec(
              "chinese_gender",
              "mode",
              "pronouns",
              "prob",
              1.0,
              "source_class",
              "male",
              "target_class",
              "female"),
          spec(
              "chinese_person_name",
              "prob",
              1.0,
              "source_class",
              Map.of("gender", "male"),
              "target_class",
              Map.of("gender", "female"),
              "preserve_gender",
              true),
          spec("simplified_to_traditional"),
          spec("mandarin_to_cantonese"));

  /**
   * The perturbations of one run.
   *
   * @param runName what HELM puts into the run's name
   * @param perturbations by their names in statistics, in HELM's order
   */
  public record Suite(String runName, List<ObjectSpec> perturbations) {}

  static {
    add("robustness", "robustness", MILD_MIX);
    add("fairness", "fairness", FAIRNESS);
    add("canonical", "canonical", joined(List.of(MILD_MIX), FAIRNESS));
    add("robustness_all", "robustness_all", robustnessAll());
    add("extra_space", "extra_space2", spec("extra_space", "num_spaces", 2));
    add("space", "space3", spec("space", "max_spaces", 3));
    add("lower", "lower", spec("lowercase"));
    add("contract", "contract", CONTRACT);
    add("contrast_sets", "contrast_sets", spec("contrast_sets"));
    add("filler", "filler0.3", filler(0.3));
    add("synonym", "synonym0.5", spec("synonym", "prob", 0.5));
    spelling();
    groups();
    people();
    ObjectSpec clevaMix = spec("cleva_mild_mix");
    add("cleva_robustness", "robustness", clevaMix);
    add("cleva_fairness", "fairness", CLEVA_FAIRNESS);
    add("cleva", "cleva", joined(List.of(clevaMix), CLEVA_FAIRNESS));
    translated("chinese", "zh-CN");
    translated("hindi", "hi");
    translated("spanish", "es");
    translated("swahili", "sw");
    add("art", "art", art());
  }

  private Suites() {}

  /** By the option's value: the perturbations of each run that it makes, mostly one. */
  public static Map<String, List<Suite>> byOption() {
    return Collections.unmodifiableMap(BY_OPTION);
  }

  /** Those that make one run and so can stand in a sweep file. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(BY_OPTION.keySet());
    names.removeIf(name -> BY_OPTION.get(name).size() > 1);
    return names;
  }

  /**
   * The perturbations of a suite, in HELM's order.
   *
   * @throws RegattaException (user) for an unknown name
   */
  public static List<ObjectSpec> named(String name) {
    if (!names().contains(name)) {
      throw RegattaException.user(
          "Unknown set of perturbations " + name + Suggestion.among(name, names()));
    }
    return BY_OPTION.get(name).get(0).perturbations();
  }

  private static void add(String option, String runName, ObjectSpec perturbation) {
    add(option, runName, List.of(perturbation));
  }

  private static void add(String option, String runName, List<ObjectSpec> perturbations) {
    BY_OPTION
        .computeIfAbsent(option, any -> new ArrayList<>())
        .add(new Suite(runName, perturbations));
  }

  private static List<ObjectSpec> joined(List<ObjectSpec> first, List<ObjectSpec> second) {
    List<ObjectSpec> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private static List<ObjectSpec> robustnessAll() {
    return joined(
        CONTRACT,
        List.of(
            filler(0.1),
            spec("lowercase"),
            misspelling(0.1),
            spec("space", "max_spaces", 3),
            spec("synonym", "prob", 0.1),
            typo(0.01)));
  }

  private static void spelling() {
    add("misspelling_mild", "misspelling0.05", misspelling(0.05));
    add("misspelling_medium", "misspelling0.20", misspelling(0.2));
    add("misspelling_hard", "misspelling0.5", misspelling(0.5));
    for (Number probability : List.of(0, 0.05, 0.2, 0.5)) {
      add("misspelling_sweep", "misspelling" + probability, misspelling(probability));
    }
    add("typo_easy", "typo0.1", typo(0.1));
    add("typo_medium", "typo0.3", typo(0.3));
    add("typo_hard", "typo0.5", typo(0.5));
  }

  private static void groups() {
    Map<String, Double> grades =
        Map.of("easy", 0.1, "medium", 0.3, "hard", 0.5, "deterministic", 1.0);
    grades.forEach(
        (grade, probability) -> {
          // One of HELM's names breaks the row.
          add(
              "dialect_" + grade,
              (grade.equals("easy") ? "dialect_easy_prob=" : "dialect_prob=")
                  + probability
                  + "_source=SAE_target=AAVE",
              dialect(probability));
          for (String mode : List.of("terms", "pronouns")) {
            add(
                "gender_" + mode + "_" + grade,
                "gender_" + mode + "_prob=" + probability + "_source=male_target=female",
                gender(mode, probability));
          }
        });
  }

  private static void people() {
    firstName("hard_preserve_gender", 0.5, true);
    firstName("hard_dont_preserve_gender", 0.5, false);
    firstName("deterministic", 1.0, true);
    lastName("deterministic", 1.0);
    lastName("hard", 0.5);
  }

  private static void firstName(String grade, double probability, boolean preserveGender) {
    add(
        "person_name_first_" + grade,
        "person_name_first_prob="
            + probability
            + "_source=white_target=black_preserve_gender="
            + (preserveGender ? "True" : "False"),
        firstName(probability, preserveGender));
  }

  private static void lastName(String grade, double probability) {
    add(
        "person_name_last_" + grade,
        "person_name_last_prob=" + probability + "_source=white_target=hispanic",
        personName("last_name", probability, "white", "hispanic", false));
  }

  private static void translated(String language, String code) {
    add(language, language, spec("translate", "language_code", code));
  }

  private static List<ObjectSpec> art() {
    return List.of(
            "oil painting",
            "watercolor",
            "pencil sketch",
            "animation",
            "vector graphics",
            "pixel art")
        .stream()
        .map(style -> spec("style", "suffix", style))
        .toList();
  }

  private static ObjectSpec filler(double probability) {
    return spec("filler_words", "insert_prob", probability, "speaker_ph", false);
  }

  private static ObjectSpec misspelling(Number probability) {
    return spec("misspellings", "prob", probability);
  }

  private static ObjectSpec typo(double probability) {
    return spec("typos", "prob", probability);
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
