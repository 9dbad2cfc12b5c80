package dev.regatta.coordinator.perturb;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * The short lists behind HELM's perturbations, in HELM's order.
 *
 * @param contractions expanded forms by contraction
 * @param keyboard neighbouring keys of each letter on a QWERTY keyboard
 * @param speaker phrases by which speakers show that it is they who think so
 * @param uncertain words of doubt
 * @param fill fillers proper
 * @param pronouns rows of neutral, female, male
 * @param terms rows of neutral, female, male
 */
record WordLists(
    Map<String, String> contractions,
    Map<String, String> keyboard,
    List<String> speaker,
    List<String> uncertain,
    List<String> fill,
    List<List<String>> pronouns,
    List<List<String>> terms) {

  static final WordLists STANDARD = load();

  private static WordLists load() {
    try (InputStream words = WordLists.class.getResourceAsStream("words.json")) {
      return Json.read(words.readAllBytes(), WordLists.class);
    } catch (IOException e) {
      throw RegattaException.internal("Cannot read the word lists of the perturbations", e);
    }
  }
}
