package dev.regatta.aggregator.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** F1 of words that counts repetitions, as SQuAD scores answers (Rajpurkar et al. 2016). */
final class TokenF1 {

  private TokenF1() {}

  static double score(String gold, String prediction) {
    List<String> expected = PythonText.words(Normalizer.normalize(gold));
    List<String> found = PythonText.words(Normalizer.normalize(prediction));
    Map<String, Integer> left = new HashMap<>();
    expected.forEach(word -> left.merge(word, 1, Integer::sum));
    int common = 0;
    for (String word : found) {
      int remaining = left.getOrDefault(word, 0);
      if (remaining > 0) {
        left.put(word, remaining - 1);
        common++;
      }
    }
    return common == 0 ? 0 : 2.0 * common / (expected.size() + found.size());
  }
}
