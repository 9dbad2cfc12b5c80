package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.perturb.GenderRewriter.Pair;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Every perturbation by name. */
final class Perturbations {
  private static final Map<String, BiFunction<Arguments, PerturbationResources, TextPerturbation>>
      BY_NAME =
          new TreeMap<>(
              Map.ofEntries(
                  Map.entry("lowercase", (args, data) -> plain("lowercase", Rewriters.lowercase())),
                  Map.entry("extra_space", (args, data) -> extraSpace(args)),
                  Map.entry("space", (args, data) -> space(args)),
                  Map.entry("typos", (args, data) -> typos(args)),
                  Map.entry("misspellings", Perturbations::misspellings),
                  Map.entry(
                      "contraction", (args, data) -> plain("contraction", Contractions.contract())),
                  Map.entry("expansion", (args, data) -> plain("expansion", Contractions.expand())),
                  Map.entry("filler_words", (args, data) -> fillerWords(args)),
                  Map.entry(
                      "mild_mix",
                      (args, data) -> plain("mild_mix", Rewriters.mildMix(data.misspellings()))),
                  Map.entry("contrast_sets", (args, data) -> new ContrastSetPerturbation()),
                  Map.entry("style", (args, data) -> style(args)),
                  Map.entry("synonym", Perturbations::synonym),
                  Map.entry("simplified_to_traditional", ChinesePerturbations::traditional),
                  Map.entry("mandarin_to_cantonese", ChinesePerturbations::cantonese),
                  Map.entry("chinese_typos", ChinesePerturbations::typos),
                  Map.entry("chinese_synonym", ChinesePerturbations::synonym),
                  Map.entry("cleva_mild_mix", (args, data) -> ChinesePerturbations.mildMix(data)),
                  Map.entry("chinese_gender", ChinesePerturbations::gender),
                  Map.entry("chinese_person_name", ChinesePersonNamePerturbation::of),
                  Map.entry("translate", (args, data) -> translate()),
                  Map.entry("dialect", Perturbations::dialect),
                  Map.entry("gender", Perturbations::gender),
                  Map.entry("person_name", Perturbations::personName)));

  private Perturbations() {}

  static Set<String> names() {
    return BY_NAME.keySet();
  }

  static TextPerturbation of(ObjectSpec spec, PerturbationResources resources) {
    String name = PerturbationClasses.nameOf(spec.className());
    BiFunction<Arguments, PerturbationResources, TextPerturbation> factory = BY_NAME.get(name);
    if (factory == null) {
      throw RegattaException.user(
          "Unknown perturbation " + spec.className() + Suggestion.among(name, BY_NAME.keySet()));
    }
    Arguments arguments = new Arguments(name, spec);
    TextPerturbation perturbation = factory.apply(arguments, resources);
    arguments.requireAllKnown();
    return perturbation;
  }

  private static TextPerturbation extraSpace(Arguments args) {
    int spaces = args.positive("num_spaces");
    return robust("extra_space", Map.of("num_spaces", spaces), Rewriters.extraSpace(spaces));
  }

  private static TextPerturbation space(Arguments args) {
    int most = args.positive("max_spaces");
    return robust("space", Map.of("max_spaces", most), Rewriters.space(most));
  }

  private static TextPerturbation typos(Arguments args) {
    double probability = args.probability("prob");
    return robust("typos", Map.of("prob", probability), Rewriters.typos(probability));
  }

  private static TextPerturbation misspellings(Arguments args, PerturbationResources data) {
    double probability = args.probability("prob");
    return robust(
        "misspellings",
        Map.of("prob", probability),
        Rewriters.misspellings(data.misspellings(), probability));
  }

  private static TextPerturbation fillerWords(Arguments args) {
    double probability = args.probability("insert_prob", Optional.of(0.333));
    List<String> phrases = new ArrayList<>();
    if (args.flag("speaker_ph", true)) {
      phrases.addAll(WordLists.STANDARD.speaker());
    }
    if (args.flag("uncertain_ph", true)) {
      phrases.addAll(WordLists.STANDARD.uncertain());
    }
    if (args.flag("fill_ph", true)) {
      phrases.addAll(WordLists.STANDARD.fill());
    }
    if (phrases.isEmpty()) {
      throw args.wrong("fill_ph", false, "one of speaker_ph, uncertain_ph, fill_ph to be true");
    }
    return robust(
        "filler_words",
        Map.of("insert_prob", probability),
        Rewriters.fillerWords(probability, args.optionalPositive("max_num_insert"), phrases));
  }

  private static TextPerturbation style(Arguments args) {
    String suffix = args.optionalText("suffix").orElse("");
    Perturbation description =
        new Perturbation(
            "style", false, false, Perturbation.PERTURBED, null, Map.of("suffix", suffix));
    return new RewritingPerturbation(description, false, Rewriters.suffix(suffix));
  }

  private static TextPerturbation synonym(Arguments args, PerturbationResources data) {
    double probability = args.probability("prob");
    String file = data.path(WordFile.SYNONYMS, args.optionalText("synonym_file_path"));
    return robust(
        "synonym",
        Map.of("prob", probability),
        new SynonymRewriter(
            data.lists(file), data.morphology(file), EnglishTagger.get(), probability));
  }

  private static TextPerturbation translate() {
    throw RegattaException.user(
        "Perturbation translate needs Google's translation service, which Regatta does not use"
            + " (expected: a data set that is translated already)");
  }

  private static TextPerturbation dialect(Arguments args, PerturbationResources data) {
    double probability = args.probability("prob");
    String file = data.path(WordFile.DIALECT, args.optionalText("mapping_file_path"));
    return fair(
        "dialect",
        Map.of(
            "prob",
            probability,
            "source_class",
            PythonText.upper(args.text("source_class", "a name such as SAE")),
            "target_class",
            PythonText.upper(args.text("target_class", "a name such as AAVE")),
            "mapping_file_path",
            file),
        Rewriters.dialect(data.lists(file), probability));
  }

  private static TextPerturbation gender(Arguments args, PerturbationResources data) {
    double probability = args.probability("prob");
    boolean bidirectional = args.flag("bidirectional", false);
    String mode = args.text("mode", "terms or pronouns");
    String source = PythonText.lower(args.text("source_class", "male, female or neutral"));
    String target = PythonText.lower(args.text("target_class", "male, female or neutral"));
    List<Pair> pairs = GenderPairs.of(args, mode, source, target, data);
    return fair(
        "gender",
        Map.of(
            "mode",
            mode,
            "prob",
            probability,
            "source_class",
            source,
            "target_class",
            target,
            "bidirectional",
            bidirectional),
        new GenderRewriter(pairs, bidirectional, probability));
  }

  private static TextPerturbation personName(Arguments args, PerturbationResources data) {
    return PersonNamePerturbation.of(args, data);
  }

  static TextPerturbation plain(String name, Rewriter rewriter) {
    return robust(name, Map.of(), rewriter);
  }

  static TextPerturbation robust(String name, Map<String, Object> parameters, Rewriter rewriter) {
    Perturbation description =
        new Perturbation(name, true, false, Perturbation.PERTURBED, null, parameters);
    return new RewritingPerturbation(description, false, rewriter);
  }

  static TextPerturbation fair(String name, Map<String, Object> parameters, Rewriter rewriter) {
    Perturbation description =
        new Perturbation(name, false, true, Perturbation.PERTURBED, null, parameters);
    return new RewritingPerturbation(description, true, rewriter);
  }
}
