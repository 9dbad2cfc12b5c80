package dev.regatta.coordinator.chinese;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/** jieba's hidden Markov model of words. */
final class WordModel extends HiddenMarkovModel {
  /** In the order of their letters, by which ties are broken: the later letter wins. */
  private static final String[] STATES = {"B", "E", "M", "S"};

  private static final int END = 1;
  private static final int SINGLE = 3;

  /** The two states that may come before each state. */
  private static final int[][] BEFORE = {{END, SINGLE}, {0, 2}, {0, 2}, {END, SINGLE}};

  private final double[] start;
  private final double[][] transitions;
  private final double[][] emissions;

  private WordModel(double[] start, double[][] transitions, double[][] emissions) {
    super(Pattern.compile("[a-zA-Z0-9]+(?:\\.\\d+)?%?"));
    this.start = start;
    this.transitions = transitions;
    this.emissions = emissions;
  }

  static WordModel read(Path directory) {
    Map<String, Double> start =
        PythonLiterals.dictionary(directory.resolve("prob_start.py"), new TypeReference<>() {});
    Map<String, Map<String, Double>> transitions =
        PythonLiterals.dictionary(directory.resolve("prob_trans.py"), new TypeReference<>() {});
    Map<String, Map<String, Double>> emissions =
        PythonLiterals.dictionary(directory.resolve("prob_emit.py"), new TypeReference<>() {});
    int states = STATES.length;
    double[] first = new double[states];
    double[][] steps = new double[states][states];
    double[][] signs = new double[states][];
    for (int i = 0; i < states; i++) {
      first[i] = start.get(STATES[i]);
      for (int j = 0; j < states; j++) {
        steps[i][j] = transitions.get(STATES[i]).getOrDefault(STATES[j], IMPOSSIBLE);
      }
      signs[i] = byCharacter(emissions.get(STATES[i]));
    }
    return new WordModel(first, steps, signs);
  }

  private static double[] byCharacter(Map<String, Double> emissions) {
    double[] all = new double[Character.MAX_VALUE + 1];
    Arrays.fill(all, IMPOSSIBLE);
    emissions.forEach((character, value) -> all[character.charAt(0)] = value);
    return all;
  }

  @Override
  String[] path(String run) {
    int states = STATES.length;
    int[][] from = new int[run.length()][states];
    double[] likelihood = new double[states];
    for (int state = 0; state < states; state++) {
      likelihood[state] = start[state] + emissions[state][run.charAt(0)];
    }
    for (int i = 1; i < run.length(); i++) {
      double[] next = new double[states];
      for (int state = 0; state < states; state++) {
        double emission = emissions[state][run.charAt(i)];
        int low = BEFORE[state][0];
        int high = BEFORE[state][1];
        double byLow = likelihood[low] + transitions[low][state] + emission;
        double byHigh = likelihood[high] + transitions[high][state] + emission;
        from[i][state] = byHigh >= byLow ? high : low;
        next[state] = Math.max(byLow, byHigh);
      }
      likelihood = next;
    }
    String[] path = new String[run.length()];
    int state = likelihood[SINGLE] >= likelihood[END] ? SINGLE : END;
    for (int i = run.length() - 1; i >= 0; i--) {
      path[i] = STATES[state];
      state = from[i][state];
    }
    return path;
  }
}
