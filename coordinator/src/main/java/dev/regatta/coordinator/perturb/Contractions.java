package dev.regatta.coordinator.perturb;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code it is} to {@code it's} and back. */
final class Contractions {
  private Contractions() {}

  /** Only before a blank, so that a sentence does not end in a contraction. */
  static Rewriter contract() {
    Map<String, String> contractions = new LinkedHashMap<>();
    // A form shared by two contractions keeps the place of the first and the text of the second.
    WordLists.STANDARD
        .contractions()
        .forEach((contraction, form) -> contractions.put(form, contraction));
    return new WordRewriter(
        contractions.keySet(),
        true,
        (text, end) ->
            end < text.length() && text.charAt(end) == ' ' && PythonText.isWordBoundary(text, end),
        (found, random) -> replace(found, contractions));
  }

  static Rewriter expand() {
    Map<String, String> forms = WordLists.STANDARD.contractions();
    return new WordRewriter(forms.keySet(), true, (found, random) -> replace(found, forms));
  }

  private static String replace(String found, Map<String, String> replacements) {
    String exact = replacements.get(found);
    String replacement = exact == null ? replacements.get(PythonText.lower(found)) : exact;
    return replacement == null ? found : PythonText.matchCase(found, replacement);
  }
}
