package dev.regatta.aggregator.metric;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.annotation.Subject;
import dev.regatta.protocol.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs that decide whether answers to coding tasks are right, made of an instance's further
 * fields as HELM makes them.
 */
final class CodePrograms {
  private static final String INDENT = "    ";

  private record Check(String kind, String program) {}

  private record Cases(
      String kind,
      String program,
      List<?> inputs,
      List<?> outputs,
      @JsonProperty("fn_name") Object function) {}

  private CodePrograms() {}

  /**
   * HumanEval: the prompt, continued by the answer, and the task's own tests. The fields are {@code
   * test}, {@code entry_point} and, where the input is not the prompt as it was published, {@code
   * prompt}.
   */
  static Optional<Subject> check(Instance instance, String answer) {
    Map<String, Object> task = instance.extra();
    if (!(task.get("test") instanceof String test)
        || !(task.get("entry_point") instanceof String function)) {
      return Optional.empty();
    }
    Object prompt = task.getOrDefault("prompt", instance.input());
    String program =
        prompt + INDENT + PythonText.strip(answer) + "\n" + test + "\ncheck(" + function + ")";
    return Optional.of(subject(new Check("check", program)));
  }

  /**
   * APPS: the answer is a program, tried with one of {@code inputs} after the other, which ought to
   * give {@code outputs}: by calls of {@code fn_name}, or by standard input where there is none.
   */
  static Optional<Subject> cases(Instance instance, String answer) {
    Map<String, Object> task = instance.extra();
    if (!(task.get("inputs") instanceof List<?> inputs)
        || !(task.get("outputs") instanceof List<?> outputs)
        || inputs.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        subject(
            new Cases("cases", PythonText.strip(answer), inputs, outputs, task.get("fn_name"))));
  }

  private static Subject subject(Object job) {
    return Subject.of(Annotators.CODE, Json.text(job));
  }
}
