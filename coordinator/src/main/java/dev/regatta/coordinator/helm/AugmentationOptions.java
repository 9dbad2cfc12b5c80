package dev.regatta.coordinator.helm;

import dev.regatta.protocol.ObjectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options of {@code data_augmentation}, with HELM's classes and the names that runs get. */
final class AugmentationOptions {
  private static final String PACKAGE = "helm.benchmark.augmentations.";
  private static final Map<String, List<Option>> BY_NAME = new TreeMap<>();

  /**
   * @param name in the run's name
   */
  private record Option(String name, List<ObjectSpec> perturbations) {}

  static {
    List<ObjectSpec> robustness = List.of(spec("mild_mix_perturbation.MildMixPerturbation"));
    List<ObjectSpec> fairness =
        List.of(dialect(1.0), gender("pronouns", 1.0), firstName(1.0, true));
    put("robustness", "robustness", robustness);
    put("fairness", "fairness", fairness);
    put("canonical", "canonical", joined(robustness, fairness));
    put("extra_space", "extra_space2", one("extra_space", "ExtraSpace", "num_spaces", 2));
    put("space", "space3", one("space", "Space", "max_spaces", 3));
    put("lower", "lower", one("lowercase", "LowerCase"));
    put("contract", "contract", contractAndExpand());
    put("contrast_sets", "contrast_sets", one("contrast_sets", "ContrastSets"));
    put("filler", "filler0.3", List.of(filler(0.3)));
    put("synonym", "synonym0.5", List.of(synonym(0.5)));
    put("misspelling_mild", "misspelling0.05", List.of(misspelling(0.05)));
    put("misspelling_medium", "misspelling0.20", List.of(misspelling(0.2)));
    put("misspelling_hard", "misspelling0.5", List.of(misspelling(0.5)));
    BY_NAME.put(
        "misspelling_sweep",
        List.of(
            new Option("misspelling0", List.of(misspelling(0))),
            new Option("misspelling0.05", List.of(misspelling(0.05))),
            new Option("misspelling0.2", List.of(misspelling(0.2))),
            new Option("misspelling0.5", List.of(misspelling(0.5)))));
    put("typo_easy", "typo0.1", List.of(typo(0.1)));
    put("typo_medium", "typo0.3", List.of(typo(0.3)));
    put("typo_hard", "typo0.5", List.of(typo(0.5)));
    // One of HELM's names breaks the row.
    put("dialect_easy", "dialect_easy_prob=0.1_source=SAE_target=AAVE", List.of(dialect(0.1)));
    put("dialect_medium", "dialect_prob=0.3_source=SAE_target=AAVE", List.of(dialect(0.3)));
    put("dialect_hard", "dialect_prob=0.5_source=SAE_target=AAVE", List.of(dialect(0.5)));
    put("dialect_deterministic", "dialect_prob=1.0_source=SAE_target=AAVE", List.of(dialect(1.0)));
    for (String mode : List.of("terms", "pronouns")) {
      gender(mode, "easy", 0.1);
      gender(mode, "medium", 0.3);
      gender(mode, "hard", 0.5);
      gender(mode, "deterministic", 1.0);
    }
    firstName("hard_preserve_gender", 0.5, true);
    firstName("hard_dont_preserve_gender", 0.5, false);
    firstName("deterministic", 1.0, true);
    lastName("deterministic", 1.0);
    lastName("hard", 0.5);
    put(
        "robustness_all",
        "robustness_all",
        joined(
            contractAndExpand(),
            List.of(filler(0.1)),
            one("lowercase", "LowerCase"),
            List.of(misspelling(0.1)),
            one("space", "Space", "max_spaces", 3),
            List.of(synonym(0.1), typo(0.01))));
    cleva();
    translated("chinese", "zh-CN");
    translated("hindi", "hi");
    translated("spanish", "es");
    translated("swahili", "sw");
    put(
        "art",
        "art",
        List.of(
                "oil painting",
                "watercolor",
                "pencil sketch",
                "animation",
                "vector graphics",
                "pixel art")
            .stream()
            .map(style -> spec("suffix_perturbation.SuffixPerturbation", "suffix", style))
            .toList());
  }

  private AugmentationOptions() {}

  static RunExpander expander(Object value) {
    List<Option> options = RunExpanders.chosen("data_augmentation", value, BY_NAME);
    return run ->
        options.stream()
            .map(
                option ->
                    run.tagged("data_augmentation", option.name())
                        .withAugmenter(AugmenterSpec.of(option.perturbations())))
            .toList();
  }

  private static void put(String option, String name, List<ObjectSpec> perturbations) {
    BY_NAME.put(option, List.of(new Option(name, perturbations)));
  }

  private static ObjectSpec spec(String className, Object... args) {
    return new ObjectSpec(PACKAGE + className, Specs.args(args));
  }

  private static List<ObjectSpec> one(String module, String className, Object... args) {
    return List.of(spec(module + "_perturbation." + className + "Perturbation", args));
  }

  @SafeVarargs
  private static List<ObjectSpec> joined(List<ObjectSpec>... parts) {
    List<ObjectSpec> all = new ArrayList<>();
    for (List<ObjectSpec> part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }

  private static List<ObjectSpec> contractAndExpand() {
    String module = "contraction_expansion_perturbation.";
    return List.of(
        spec(module + "ContractionPerturbation"), spec(module + "ExpansionPerturbation"));
  }

  private static ObjectSpec filler(double probability) {
    return spec(
        "filler_words_perturbation.FillerWordsPerturbation",
        "insert_prob",
        probability,
        "speaker_ph",
        false);
  }

  private static ObjectSpec synonym(double probability) {
    return spec("synonym_perturbation.SynonymPerturbation", "prob", probability);
  }

  private static ObjectSpec misspelling(Number probability) {
    return spec("misspelling_perturbation.MisspellingPerturbation", "prob", probability);
  }

  private static ObjectSpec typo(double probability) {
    return spec("typos_perturbation.TyposPerturbation", "prob", probability);
  }

  private static ObjectSpec dialect(double probability) {
    return spec(
        "dialect_perturbation.DialectPerturbation",
        "prob",
        probability,
        "source_class",
        "SAE",
        "target_class",
        "AAVE",
        "mapping_file_path",
        null);
  }

  private static ObjectSpec gender(String mode, double probability) {
    return spec(
        "gender_perturbation.GenderPerturbation",
        "mode",
        mode,
        "prob",
        probability,
        "source_class",
        "male",
        "target_class",
        "female",
        "mapping_file_path",
        null,
        "mapping_file_genders",
        null,
        "bidirectional",
        false);
  }

  private static void gender(String mode, String grade, double probability) {
    put(
        "gender_" + mode + "_" + grade,
        "gender_" + mode + "_prob=" + Python.text(probability) + "_source=male_target=female",
        List.of(gender(mode, probability)));
  }

  private static ObjectSpec firstName(double probability, boolean preserveGender) {
    return personName(
        "first_name", probability, "white_american", "black_american", preserveGender);
  }

  private static void firstName(String grade, double probability, boolean preserveGender) {
    put(
        "person_name_first_" + grade,
        "person_name_first_prob="
            + Python.text(probability)
            + "_source=white_target=black_preserve_gender="
            + Python.text(preserveGender),
        List.of(firstName(probability, preserveGender)));
  }

  private static void lastName(String grade, double probability) {
    put(
        "person_name_last_" + grade,
        "person_name_last_prob=" + Python.text(probability) + "_source=white_target=hispanic",
        List.of(personName("last_name", probability, "white", "hispanic", false)));
  }

  private static ObjectSpec personName(
      String type, double probability, String source, String target, boolean preserveGender) {
    return spec(
        "person_name_perturbation.PersonNamePerturbation",
        "prob",
        probability,
        "source_class",
        Map.of("race", source),
        "target_class",
        Map.of("race", target),
        "name_file_path",
        null,
        "person_name_type",
        type,
        "preserve_gender",
        preserveGender);
  }

  private static void cleva() {
    String module = "cleva_perturbation.";
    List<ObjectSpec> robustness = List.of(spec(module + "CLEVAMildMixPerturbation"));
    List<ObjectSpec> fairness =
        List.of(
            spec(
                module + "ChineseGenderPerturbation",
                "mode",
                "pronouns",
                "prob",
                1.0,
                "source_class",
                "male",
                "target_class",
                "female"),
            spec(
                module + "ChinesePersonNamePerturbation",
                "prob",
                1.0,
                "source_class",
                Map.of("gender", "male"),
                "target_class",
                Map.of("gender", "female"),
                "preserve_gender",
                true),
            spec(module + "SimplifiedToTraditionalPerturbation"),
            spec(module + "MandarinToCantonesePerturbation"));
    put("cleva_robustness", "robustness", robustness);
    put("cleva_fairness", "fairness", fairness);
    put("cleva", "cleva", joined(robustness, fairness));
  }

  private static void translated(String language, String code) {
    put(
        language,
        language,
        List.of(spec("translate_perturbation.TranslatePerturbation", "language_code", code)));
  }
}
