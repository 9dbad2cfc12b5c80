package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.perturb.ChineseRewriters.Typos;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The perturbations of HELM's CLEVA, which are for Chinese. */
final class ChinesePerturbations {
  private static final int TRIALS = 10;
  private static final double RARE = 0.05;
  private static final double MIXED_SYNONYMS = 0.3;
  private static final double MIXED_TYPOS = 0.05;

  private ChinesePerturbations() {}

  static TextPerturbation synonym(Arguments args, PerturbationResources data) {
    double probability = args.probability("prob");
    int trials = args.optionalPositive("trial_num").orElse(TRIALS);
    return Perturbations.robust(
        "chinese_synonym",
        Map.of("prob", probability, "trial_num", trials),
        synonyms(data, args.optionalText("synonym_file_path"), probability, trials));
  }

  private static Rewriter synonyms(
      PerturbationResources data, Optional<String> file, double probability, int trials) {
    return ChineseRewriters.synonyms(
        data.chineseWords(),
        data.lists(data.path(WordFile.CHINESE_SYNONYMS, file)),
        probability,
        trials);
  }

  static TextPerturbation typos(Arguments args, PerturbationResources data) {
    double probability = args.probability("prob");
    double rare = args.probability("rare_char_prob", Optional.of(RARE));
    boolean tones = args.flag("consider_tone", false);
    boolean wholeWords = args.flag("word_level_perturb", true);
    Optional<String> file = args.optionalText("pinyin_file_path");
    return Perturbations.robust(
        "chinese_typos",
        Map.of(
            "prob",
            probability,
            "rare_char_prob",
            rare,
            "consider_tone",
            tones,
            "word_level_perturb",
            wholeWords),
        typos(data, file, probability, rare, tones, wholeWords));
  }

  private static Rewriter typos(
      PerturbationResources data,
      Optional<String> file,
      double probability,
      double rare,
      boolean tones,
      boolean wholeWords) {
    return new Typos(
        data.chineseWords(),
        data.pinyin(),
        data.homophones(data.path(WordFile.CHINESE_HOMOPHONES, file), tones),
        probability,
        rare,
        tones,
        wholeWords);
  }

  static TextPerturbation mildMix(PerturbationResources data) {
    Rewriter synonyms = synonyms(data, Optional.empty(), MIXED_SYNONYMS, TRIALS);
    Rewriter typos = typos(data, Optional.empty(), MIXED_TYPOS, RARE, false, true);
    return Perturbations.plain("cleva_mild_mix", synonyms.then(typos));
  }

  static TextPerturbation gender(Arguments args, PerturbationResources data) {
    String mode = args.text("mode", "terms or pronouns");
    double probability = args.probability("prob");
    Optional<String> file = args.optionalText("mapping_file_path");
    String source = gender(args, "source_class");
    String target = gender(args, "target_class");
    if (source.equals(target)) {
      throw args.wrong("target_class", target, "the other one of male and female");
    }
    boolean toFemale = target.equals("female");
    Map<String, String> words =
        switch (mode) {
          case "pronouns" -> toFemale ? Map.of("\u4ed6", "\u5979") : Map.of("\u5979", "\u4ed6");
          case "terms" -> data.chineseGenders(data.path(WordFile.CHINESE_GENDERS, file), toFemale);
          default -> throw args.wrong("mode", mode, "terms or pronouns");
        };
    return Perturbations.fair(
        "chinese_gender",
        Map.of("mode", mode, "prob", probability, "source_class", source, "target_class", target),
        ChineseRewriters.replacements(data.chineseWords(), words, probability));
  }

  private static String gender(Arguments args, String name) {
    String gender = PythonText.lower(args.text(name, "male or female"));
    if (!List.of("male", "female").contains(gender)) {
      throw args.wrong(name, gender, "male or female");
    }
    return gender;
  }

  static TextPerturbation traditional(Arguments args, PerturbationResources data) {
    ChineseScript script = script(args, data);
    return Perturbations.fair(
        "simplified_to_traditional", Map.of(), (text, random) -> script.toTraditional(text));
  }

  /** Phrase by phrase in the order of the file, then the script. */
  static TextPerturbation cantonese(Arguments args, PerturbationResources data) {
    ChineseScript script = script(args, data);
    Map<String, String> phrases =
        data.phrases(data.path(WordFile.CANTONESE, args.optionalText("mapping_file_path")));
    return Perturbations.fair(
        "mandarin_to_cantonese",
        Map.of(),
        (text, random) -> {
          String result = text;
          for (Map.Entry<String, String> phrase : phrases.entrySet()) {
            result = result.replace(phrase.getKey(), phrase.getValue());
          }
          return script.toTraditional(result);
        });
  }

  private static ChineseScript script(Arguments args, PerturbationResources data) {
    return data.chineseScript(
        data.path(WordFile.SIMPLIFIED, args.optionalText("phrase_file_path")));
  }
}
