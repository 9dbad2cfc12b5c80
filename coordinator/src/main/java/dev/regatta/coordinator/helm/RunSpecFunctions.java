package dev.regatta.coordinator.helm;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The run spec functions by the name that run entries call them. */
final class RunSpecFunctions {
  private static final Map<String, RunSpecFunction> BY_NAME = new TreeMap<>();

  static {
    BY_NAME.putAll(KnowledgeRuns.functions());
    BY_NAME.putAll(ReadingRuns.functions());
    BY_NAME.putAll(ReasoningRuns.functions());
    BY_NAME.putAll(LanguageRuns.functions());
    BY_NAME.putAll(HarmRuns.functions());
    BY_NAME.putAll(SimpleRuns.functions());
  }

  private RunSpecFunctions() {}

  static Set<String> names() {
    return BY_NAME.keySet();
  }

  /**
   * @throws RegattaException USER where there is none of that name
   */
  static RunSpecFunction named(String name) {
    RunSpecFunction function = BY_NAME.get(name);
    if (function == null) {
      throw RegattaException.user(
          "unknown scenario " + name + Suggestion.among(name, BY_NAME.keySet()));
    }
    return function;
  }
}
