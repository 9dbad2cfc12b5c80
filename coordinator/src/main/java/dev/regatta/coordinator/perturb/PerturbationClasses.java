package dev.regatta.coordinator.perturb;

import java.util.Map;
import java.util.stream.Collectors;

/** HELM's classes by the names that perturbations have in statistics. */
public final class PerturbationClasses {
  private static final String PACKAGE = "helm.benchmark.augmentations.";
  private static final String CONTRACTION = "contraction_expansion_perturbation.";
  private static final String CLEVA = "cleva_perturbation.";

  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("lowercase", "lowercase_perturbation.LowerCasePerturbation"),
          Map.entry("extra_space", "extra_space_perturbation.ExtraSpacePerturbation"),
          Map.entry("space", "space_perturbation.SpacePerturbation"),
          Map.entry("typos", "typos_perturbation.TyposPerturbation"),
          Map.entry("misspellings", "misspelling_perturbation.MisspellingPerturbation"),
          Map.entry("contraction", CONTRACTION + "ContractionPerturbation"),
          Map.entry("expansion", CONTRACTION + "ExpansionPerturbation"),
          Map.entry("filler_words", "filler_words_perturbation.FillerWordsPerturbation"),
          Map.entry("synonym", "synonym_perturbation.SynonymPerturbation"),
          Map.entry("contrast_sets", "contrast_sets_perturbation.ContrastSetsPerturbation"),
          Map.entry("mild_mix", "mild_mix_perturbation.MildMixPerturbation"),
          Map.entry("dialect", "dialect_perturbation.DialectPerturbation"),
          Map.entry("gender", "gender_perturbation.GenderPerturbation"),
          Map.entry("person_name", "person_name_perturbation.PersonNamePerturbation"),
          Map.entry("style", "suffix_perturbation.SuffixPerturbation"),
          Map.entry("translate", "translate_perturbation.TranslatePerturbation"),
          Map.entry("chinese_typos", CLEVA + "ChineseTyposPerturbation"),
          Map.entry("chinese_synonym", CLEVA + "ChineseSynonymPerturbation"),
          Map.entry("cleva_mild_mix", CLEVA + "CLEVAMildMixPerturbation"),
          Map.entry("chinese_gender", CLEVA + "ChineseGenderPerturbation"),
          Map.entry("chinese_person_name", CLEVA + "ChinesePersonNamePerturbation"),
          Map.entry("simplified_to_traditional", CLEVA + "SimplifiedToTraditionalPerturbation"),
          Map.entry("mandarin_to_cantonese", CLEVA + "MandarinToCantonesePerturbation"));

  private static final Map<String, String> BY_CLASS =
      BY_NAME.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  /** What HELM calls them in its source, where that differs from its statistics. */
  private static final Map<String, String> ALIASES =
      Map.of("misspelling", "misspellings", "suffix", "style");

  private PerturbationClasses() {}

  /** The class of a perturbation, as run specs name it. */
  public static String classOf(String name) {
    return PACKAGE + BY_NAME.get(name);
  }

  /** The name of a perturbation by its class or name; what is neither stays as it is. */
  static String nameOf(String classOrName) {
    if (!classOrName.startsWith(PACKAGE)) {
      return ALIASES.getOrDefault(classOrName, classOrName);
    }
    return BY_CLASS.getOrDefault(classOrName.substring(PACKAGE.length()), classOrName);
  }
}
