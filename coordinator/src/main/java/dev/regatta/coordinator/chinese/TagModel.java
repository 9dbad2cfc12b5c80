package dev.regatta.coordinator.chinese;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * jieba's hidden Markov model of words and their classes. Of equally likely states the last in
 * alphabetical order wins.
 */
final class TagModel extends HiddenMarkovModel {
  private final Map<String, Double> start;
  private final Map<String, Map<String, Double>> transitions;
  private final Map<String, Map<String, Double>> emissions;
  private final Map<String, List<String>> statesOfCharacters;

  /** The way to a state at one place of a text: how likely it is, and the state before. */
  private record Step(double likelihood, String from) {}

  private TagModel(
      Map<String, Double> start,
      Map<String, Map<String, Double>> transitions,
      Map<String, Map<String, Double>> emissions,
      Map<String, List<String>> statesOfCharacters) {
    super(Pattern.compile("[.0-9]+|[a-zA-Z0-9]+"));
    this.start = start;
    this.transitions = transitions;
    this.emissions = emissions;
    this.statesOfCharacters = statesOfCharacters;
  }

  static TagModel read(Path directory) {
    return new TagModel(
        PythonLiterals.dictionary(directory.resolve("prob_start.py"), new TypeReference<>() {}),
        PythonLiterals.dictionary(directory.resolve("prob_trans.py"), new TypeReference<>() {}),
        PythonLiterals.dictionary(directory.resolve("prob_emit.py"), new TypeReference<>() {}),
        PythonLiterals.dictionary(
            directory.resolve("char_state_tab.py"), new TypeReference<>() {}));
  }

  @Override
  String[] path(String run) {
    List<TreeMap<String, Step>> steps = new ArrayList<>();
    TreeMap<String, Step> first = new TreeMap<>();
    for (String state : statesOf(run, 0)) {
      first.put(state, new Step(start.get(state) + emission(state, run, 0), null));
    }
    steps.add(first);
    for (int i = 1; i < run.length(); i++) {
      steps.add(next(steps.get(i - 1), run, i));
    }
    String[] path = new String[run.length()];
    String state = likeliest(steps.get(run.length() - 1));
    for (int i = run.length() - 1; i >= 0; i--) {
      path[i] = state;
      state = steps.get(i).get(state).from();
    }
    return path;
  }

  private TreeMap<String, Step> next(TreeMap<String, Step> before, String run, int i) {
    Set<String> reached = new TreeSet<>();
    before.keySet().forEach(state -> reached.addAll(transitions.get(state).keySet()));
    Set<String> states = new TreeSet<>(statesOf(run, i));
    states.retainAll(reached);
    if (states.isEmpty()) {
      states = reached.isEmpty() ? transitions.keySet() : reached;
    }
    TreeMap<String, Step> next = new TreeMap<>();
    for (String state : states) {
      next.put(state, step(before, state, emission(state, run, i)));
    }
    return next;
  }

  private Step step(TreeMap<String, Step> before, String state, double emission) {
    Step best = new Step(Double.NEGATIVE_INFINITY, before.lastKey());
    for (Map.Entry<String, Step> from : before.entrySet()) {
      Map<String, Double> onward = transitions.get(from.getKey());
      double likelihood =
          from.getValue().likelihood()
              + onward.getOrDefault(state, Double.NEGATIVE_INFINITY)
              + emission;
      if (!onward.isEmpty() && likelihood >= best.likelihood()) {
        best = new Step(likelihood, from.getKey());
      }
    }
    return best;
  }

  private static String likeliest(TreeMap<String, Step> steps) {
    String best = steps.firstKey();
    for (Map.Entry<String, Step> step : steps.entrySet()) {
      if (step.getValue().likelihood() >= steps.get(best).likelihood()) {
        best = step.getKey();
      }
    }
    return best;
  }

  private Collection<String> statesOf(String run, int i) {
    List<String> states = statesOfCharacters.get(run.substring(i, i + 1));
    return states == null ? transitions.keySet() : states;
  }

  private double emission(String state, String run, int i) {
    return emissions.get(state).getOrDefault(run.substring(i, i + 1), IMPOSSIBLE);
  }
}
