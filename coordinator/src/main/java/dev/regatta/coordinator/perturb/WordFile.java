package dev.regatta.coordinator.perturb;

import java.util.Optional;

/** A file of words that a perturbation needs and does not bring along. */
enum WordFile {
  MISSPELLINGS(
      "misspellings",
      "misspellings/correct_to_misspelling.json",
      null,
      new Origin(
          "pypi://crfm-helm@0.5.16/helm/benchmark/augmentations/correct_to_misspelling.json",
          "2f8e118895e52426bacd0cd32dfd0c14708e845c910d129f2d03571fe9f75c8b",
          null)),
  DIALECT(
      "dialect",
      "dialect/SAE_to_AAVE_mapping.json",
      "mapping_file_path",
      Origin.ofHelm("dialect_perturbation/SAE_to_AAVE_mapping.json")),
  PERSON_NAMES(
      "person_name",
      "person_name/data/person_names.txt",
      "name_file_path",
      Origin.ofHelm("person_name_perturbation/person_names.txt")),
  SYNONYMS(
      "synonym",
      "synonym/wordnet_synonyms.json",
      "synonym_file_path",
      Origin.ofHelm("synonym_perturbation/wordnet_synonyms.json")),
  SIMPLIFIED(
      "simplified_to_traditional",
      "simplified_to_traditional/STPhrases.txt",
      "phrase_file_path",
      Origin.at("https://github.com/BYVoid/OpenCC/tree/ver.1.1.9/data/dictionary")),
  CANTONESE(
      "mandarin_to_cantonese",
      "mandarin_to_cantonese/conversion.json",
      "mapping_file_path",
      Origin.ofCleva("conversion.json")),
  CHINESE_SYNONYMS(
      "chinese_synonym",
      "chinese_synonym/synonyms.json",
      "synonym_file_path",
      Origin.ofCleva("synonyms.json")),
  CHINESE_HOMOPHONES(
      "chinese_typos",
      "chinese_typos/toneless_pinyin_to_char.json",
      "pinyin_file_path",
      Origin.ofCleva("butter_finger/")),
  CHINESE_GENDERS(
      "chinese_gender",
      "chinese_gender/gender_term.txt",
      "mapping_file_path",
      Origin.ofCleva("gender_term.txt")),
  CHINESE_NAMES(
      "chinese_person_name",
      "chinese_person_name/chinese_name_gender.json",
      "name_file_path",
      Origin.ofCleva("chinese_name_gender.json")),
  CHINESE_WORDS(
      "of Chinese words",
      "jieba/dict.txt",
      null,
      new Origin(
          "pypi://jieba@0.42.1",
          "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2",
          "jieba-0.42.1/jieba/dict.txt")),
  PINYIN(
      "of Chinese sounds",
      "pypinyin/pinyin_dict.py",
      null,
      new Origin(
          "pypi://pypinyin@0.49.0",
          "3791f5b647e446866e6b5d3a63942ecbaeb29b49fed268a9d9a4982241c35fe0",
          "pypinyin/pinyin_dict.py"));

  /**
   * Where a file is published.
   *
   * @param address a source for the fetcher where the hash is known
   * @param sha256 null where nobody has published it: then the file is not fetched unseen
   * @param member path in the archive that is published, or null
   */
  private record Origin(String address, String sha256, String member) {
    static Origin at(String address) {
      return new Origin(address, null, null);
    }

    static Origin ofHelm(String path) {
      return at(
          "https://storage.googleapis.com/crfm-helm-public/source_datasets/augmentations/" + path);
    }

    /** CLEVA's own server, without encryption. */
    static Origin ofCleva(String path) {
      return at("http://39.108.215.175/assets/" + path);
    }
  }

  private final String perturbation;
  private final String place;
  private final String argument;
  private final Origin origin;

  WordFile(String perturbation, String place, String argument, Origin origin) {
    this.perturbation = perturbation;
    this.place = place;
    this.argument = argument;
    this.origin = origin;
  }

  /** The perturbation that reads it. */
  String perturbation() {
    return perturbation;
  }

  /** Where it lies in a directory of HELM's layout. */
  String place() {
    return place;
  }

  /** Where it is published. */
  String address() {
    return origin.address();
  }

  /** What it must hash to, or what is published around it; absent where nobody says. */
  Optional<String> sha256() {
    return Optional.ofNullable(origin.sha256());
  }

  /** Its path in the archive that is published. */
  Optional<String> member() {
    return Optional.ofNullable(origin.member());
  }

  /** What to do where it is not there. */
  String remedy() {
    return (argument == null ? "" : "set " + argument + ", or ")
        + "put it into the directory of perturbation data as "
        + place
        + "; it is published at "
        + origin.address();
  }
}
