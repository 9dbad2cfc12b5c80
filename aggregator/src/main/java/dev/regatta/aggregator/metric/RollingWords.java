package dev.regatta.aggregator.metric;

import java.util.List;

/**
 * How many words a text has as lm-eval counts them for its perplexity per word: pieces between runs
 * of white space, with an empty one before or after white space at the ends.
 */
final class RollingWords implements InstanceMetric {

  @Override
  public List<String> columns() {
    return List.of("num_words");
  }

  @Override
  public boolean readsInstance() {
    return true;
  }

  @Override
  public void score(List<RequestState> states, double[] row, int column) {
    row[column] = count(states.get(0).instance().input());
  }

  static int count(String text) {
    int words = PythonText.words(text).size();
    if (text.isEmpty() || words == 0) {
      return text.isEmpty() ? 1 : 2;
    }
    return words
        + (PythonText.isSpace(text.charAt(0)) ? 1 : 0)
        + (PythonText.isSpace(text.charAt(text.length() - 1)) ? 1 : 0);
  }
}
