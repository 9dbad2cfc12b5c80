package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * IFEval (Zhou et al. 2023), strict: the share of an instance's instructions that the answer
 * follows, decided by program. Instances that ask for a language have no score, since nothing here
 * recognises languages.
 */
final class InstructionFollowing {
  private static final String IDS = "instruction_ids";
  private static final String ARGUMENTS = "instruction_kwargs";

  private InstructionFollowing() {}

  static double strictAccuracy(RequestState state) {
    List<?> ids = list(state.instance().extra().get(IDS));
    List<?> arguments = list(state.instance().extra().get(ARGUMENTS));
    if (ids.isEmpty() || ids.size() != arguments.size()) {
      return Double.NaN;
    }
    String answer = state.completion();
    boolean empty = PythonText.strip(answer).isEmpty();
    int followed = 0;
    for (int i = 0; i < ids.size(); i++) {
      Optional<InstructionCheck> check = InstructionChecks.named(String.valueOf(ids.get(i)));
      if (check.isEmpty()) {
        return Double.NaN;
      }
      boolean follows = !empty && check.get().follows(answer, new Arguments(map(arguments.get(i))));
      followed += follows ? 1 : 0;
    }
    return (double) followed / ids.size();
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> items ? items : List.of();
  }

  private static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> values ? values : Map.of();
  }

  /** Whether an answer follows an instruction. */
  @FunctionalInterface
  interface InstructionCheck {
    boolean follows(String answer, Arguments arguments);
  }

  /** What an instruction says in particular. */
  record Arguments(Map<?, ?> values) {

    String text(String key) {
      Object value = values.get(key);
      return value == null ? "" : value.toString();
    }

    int number(String key) {
      return values.get(key) instanceof Number number ? number.intValue() : 0;
    }

    List<String> texts(String key) {
      List<String> texts = new ArrayList<>();
      list(values.get(key)).forEach(value -> texts.add(String.valueOf(value)));
      return texts;
    }

    /** Compares a count as the instruction's relation says: less than, or at least. */
    boolean holds(int count, String relation, String bound) {
      return text(relation).equals("less than") ? count < number(bound) : count >= number(bound);
    }
  }
}
