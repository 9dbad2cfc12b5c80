package dev.regatta.coordinator.perturb;

/** A file of words that a perturbation needs and does not bring along. */
enum WordFile {
  MISSPELLINGS("misspellings", "misspellings/correct_to_misspelling.json", "a file of words"),
  DIALECT("dialect", "dialect/SAE_to_AAVE_mapping.json", "mapping_file_path"),
  PERSON_NAMES("person_name", "person_name/data/person_names.txt", "name_file_path"),
  SYNONYMS("synonym", "synonym/wordnet_synonyms.json", "synonym_file_path"),
  SIMPLIFIED(
      "simplified_to_traditional", "simplified_to_traditional/STPhrases.txt", "phrase_file_path"),
  CANTONESE("mandarin_to_cantonese", "mandarin_to_cantonese/conversion.json", "mapping_file_path");

  private final String perturbation;
  private final String place;
  private final String argument;

  WordFile(String perturbation, String place, String argument) {
    this.perturbation = perturbation;
    this.place = place;
    this.argument = argument;
  }

  /** The perturbation that reads it. */
  String perturbation() {
    return perturbation;
  }

  /** Where it lies in a directory of HELM's layout. */
  String place() {
    return place;
  }

  /** Argument of the perturbation that names it. */
  String argument() {
    return argument;
  }
}
