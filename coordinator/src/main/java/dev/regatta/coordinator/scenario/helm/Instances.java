package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the conversions are written with. */
final class Instances {
  static final List<String> TAG_CORRECT = List.of(Reference.CORRECT);

  private Instances() {}

  /** Answers that are all correct. */
  static List<Reference> correct(String... answers) {
    return Stream.of(answers).map(answer -> new Reference(answer, TAG_CORRECT)).toList();
  }

  /** Options; every one with the correct text is correct. */
  static List<Reference> options(List<String> answers, String correct) {
    return answers.stream()
        .map(
            answer ->
                new Reference(answer, answer.equals(correct) ? TAG_CORRECT : List.<String>of()))
        .toList();
  }

  /** The option that a letter points to. */
  static String lettered(List<String> answers, String letter) {
    int index = letter.length() == 1 ? letter.charAt(0) - 'A' : -1;
    if (index < 0 || index >= answers.size()) {
      throw RegattaException.user(
          "answer " + letter + " of the options " + answers + " (expected: a letter from A)");
    }
    return answers.get(index);
  }

  /** Passage and question on lines of their own. */
  static String passage(String passage, String question) {
    return passage + "\nQuestion: " + question;
  }

  static Instance of(String input, List<Reference> references, String split, String subSplit) {
    return new Instance(
        input, null, references, split, subSplit, null, null, List.of(), List.of(), Map.of());
  }

  static Instance contrasted(
      String input,
      List<Reference> references,
      String split,
      List<String> contrastInputs,
      List<List<Reference>> contrastReferences) {
    return new Instance(
        input,
        null,
        references,
        split,
        null,
        null,
        null,
        contrastInputs,
        contrastReferences,
        Map.of());
  }
}
