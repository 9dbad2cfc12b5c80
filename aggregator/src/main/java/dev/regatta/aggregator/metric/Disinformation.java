package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.List;

/** How much the answers to one prompt differ from each other (Liang et al. 2022). */
final class Disinformation {

  private Disinformation() {}

  /**
   * Mean BLEU of each answer against the others (Zhu et al. 2018), 0 to 100; 0 where fewer than two
   * say anything.
   */
  static double selfBleu(RequestState state) {
    List<String> answers = new ArrayList<>();
    for (Generated output : state.answer().outputs()) {
      String text = PythonText.strip(output.text());
      if (!text.isEmpty()) {
        answers.add(text);
      }
    }
    if (answers.size() < 2) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < answers.size(); i++) {
      List<String> others = new ArrayList<>(answers);
      others.remove(i);
      sum += CorpusBleu.sentence(others, answers.get(i));
    }
    return sum / answers.size();
  }

  /** An estimate of the entropy of the answers: their mean negative log-probability. */
  static double monteCarloEntropy(RequestState state) {
    double sum = 0;
    for (Generated output : state.answer().outputs()) {
      sum -= output.tokenLogprob();
    }
    return sum / state.answer().outputs().size();
  }
}
