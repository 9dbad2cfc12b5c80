package dev.regatta.coordinator.perturb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * WordNet's rules from inflected forms to base forms (morphy(7WN)): irregular forms by lists,
 * regular ones by their endings, and what is no word of the data base is none.
 */
final class Morphology {
  /** A word class: the letter of WordNet, its list of irregular forms, endings and base endings. */
  private record Rules(String exceptions, List<List<String>> endings) {}

  private static final Map<Character, Rules> RULES =
      Map.of(
          'n',
          new Rules(
              "noun.exc",
              pairs(
                  "s:", "ses:s", "ves:f", "xes:x", "zes:z", "ches:ch", "shes:sh", "men:man",
                  "ies:y")),
          'v',
          new Rules(
              "verb.exc", pairs("s:", "ies:y", "es:e", "es:", "ed:e", "ed:", "ing:e", "ing:")),
          's',
          new Rules("adj.exc", pairs("er:", "est:", "er:e", "est:e")),
          'r',
          new Rules("adv.exc", List.of()));

  private final Set<String> words;
  private final Map<Character, Map<String, List<String>>> irregular;

  private Morphology(Set<String> words, Map<Character, Map<String, List<String>>> irregular) {
    this.words = words;
    this.irregular = irregular;
  }

  /**
   * @param words {@code word:class} of all words that there are
   * @param directory that may hold {@code noun.exc}, {@code verb.exc}, {@code adj.exc} and {@code
   *     adv.exc} of WordNet, or has them in {@code corpora/wordnet}
   */
  static Morphology of(Set<String> words, Path directory) {
    Map<Character, Map<String, List<String>>> irregular = new HashMap<>();
    RULES.forEach(
        (wordClass, rules) ->
            irregular.put(
                wordClass,
                Stream.of(directory, directory.resolve("corpora/wordnet"))
                    .map(place -> place.resolve(rules.exceptions()))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .map(Morphology::read)
                    .orElse(Map.of())));
    return new Morphology(words, irregular);
  }

  /** The base forms of a lower-case word as one of a class, itself among them if it is one. */
  List<String> bases(String form, char wordClass) {
    List<String> exceptions = irregular.get(wordClass).get(form);
    if (exceptions != null) {
      return known(Stream.concat(Stream.of(form), exceptions.stream()), wordClass);
    }
    List<String> forms = shortened(List.of(form), wordClass);
    List<String> found = known(Stream.concat(Stream.of(form), forms.stream()), wordClass);
    while (found.isEmpty() && !forms.isEmpty()) {
      forms = shortened(forms, wordClass);
      found = known(forms.stream(), wordClass);
    }
    return found;
  }

  private static List<String> shortened(List<String> forms, char wordClass) {
    List<String> shorter = new ArrayList<>();
    for (String form : forms) {
      for (List<String> ending : RULES.get(wordClass).endings()) {
        if (form.endsWith(ending.get(0))) {
          shorter.add(form.substring(0, form.length() - ending.get(0).length()) + ending.get(1));
        }
      }
    }
    return shorter;
  }

  private List<String> known(Stream<String> forms, char wordClass) {
    Set<String> known = new LinkedHashSet<>();
    forms.filter(form -> words.contains(form + ":" + wordClass)).forEach(known::add);
    return List.copyOf(known);
  }

  private static Map<String, List<String>> read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      Map<String, List<String>> exceptions = new HashMap<>();
      lines
          .map(line -> Arrays.asList(line.strip().split(" +")))
          .filter(fields -> fields.size() > 1)
          .forEach(fields -> exceptions.put(fields.get(0), fields.subList(1, fields.size())));
      return exceptions;
    } catch (IOException e) {
      throw PerturbationResources.unreadable(file, "lines of a form and its base forms", e);
    }
  }

  private static List<List<String>> pairs(String... endings) {
    return Stream.of(endings).map(pair -> List.of(pair.split(":", -1))).toList();
  }
}
