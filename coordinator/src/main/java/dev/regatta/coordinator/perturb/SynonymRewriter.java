package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.random.PythonRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Replaces nouns, verbs, adjectives and adverbs by words of the same meaning. */
final class SynonymRewriter implements Rewriter {

  /** A word, or what is between words. */
  record Part(String text, Optional<Character> wordClass) {}

  /** Cuts a text into parts; the class is WordNet's letter, none for all other kinds of words. */
  interface Tagger {
    List<Part> parts(String text);
  }

  private final Map<String, List<String>> synonyms;
  private final Morphology morphology;
  private final Tagger tagger;
  private final double probability;

  /**
   * @param synonyms by {@code word:class}
   */
  SynonymRewriter(
      Map<String, List<String>> synonyms,
      Morphology morphology,
      Tagger tagger,
      double probability) {
    this.synonyms = synonyms;
    this.morphology = morphology;
    this.tagger = tagger;
    this.probability = probability;
  }

  @Override
  public String rewrite(String text, PythonRandom random) {
    StringBuilder result = new StringBuilder(text.length());
    for (Part part : tagger.parts(text)) {
      List<String> choices = part.wordClass().map(c -> choices(part.text(), c)).orElse(List.of());
      boolean replaced = !choices.isEmpty() && random.uniform(0, 1) < probability;
      result.append(
          replaced ? PythonText.matchCase(part.text(), random.choice(choices)) : part.text());
    }
    return result.toString();
  }

  private List<String> choices(String word, char wordClass) {
    String lower = PythonText.lower(word);
    Set<String> choices = new LinkedHashSet<>();
    for (String base : morphology.bases(lower, wordClass)) {
      choices.addAll(synonyms.getOrDefault(base + ":" + wordClass, List.of()));
    }
    choices.remove(lower);
    return List.copyOf(choices);
  }
}
