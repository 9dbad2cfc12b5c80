package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.annotation.Annotation;
import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.annotation.Outcome;
import dev.regatta.aggregator.annotation.Subject;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnnotatedMetricsTest {
  private static final Instance TASK =
      new Instance(
          "perturbed",
          List.of(),
          Map.of("prompt", "def f():\n", "test", "def check(f): assert f()", "entry_point", "f"));
  private static final Instance CASES =
      new Instance("", List.of(), Map.of("inputs", List.of("1"), "outputs", List.of("2")));

  @Test
  void theProgramIsPromptAnswerAndTests() {
    RequestState state = state(TASK, "  return 1\n");
    Subject subject = metric("pass", 1, Annotations.NONE).subjects(state).get(0);
    assertThat(subject.annotator()).isEqualTo("code");
    assertThat(Json.read(subject.content(), JsonNode.class))
        .isEqualTo(
            Json.MAPPER
                .createObjectNode()
                .put("kind", "check")
                .put("program", "def f():\n    return 1\ndef check(f): assert f()\ncheck(f)"));
  }

  @Test
  void anInstanceWithoutTestsHasNoProgram() {
    RequestState state = state(new Instance("def f():\n", List.of(), Map.of()), "return 1");
    for (String name : List.of("pass", "code_eval_acc", "unbiased_pass", "test_avg")) {
      assertThat(metric(name, 1, Annotations.NONE).subjects(state)).as(name).isEmpty();
    }
  }

  @Test
  void withoutAnnotationsThereAreNoColumns() {
    for (String name : List.of("pass", "code_eval_acc", "test_avg", "strict_acc", "toxicity")) {
      assertThat(metric(name, 5, Annotations.NONE).columns()).as(name).isEmpty();
    }
  }

  @Test
  void passEstimates() {
    RequestState state = state(TASK, "return 1", "return 2", "return 3", "return 4");
    // Two of four pass, not the first.
    Annotations found = annotations(state, "pass", 4, List.of(0, 1, 1, 0));
    assertThat(scores("pass", 4, state, found)).containsExactly(0.5, 1);
    assertThat(scores("code_eval_acc", 4, state, found)).containsExactly(0, 1);
    AnnotatedMetric unbiased = metric("unbiased_pass:k=1|2|4|9", 4, found);
    assertThat(unbiased.columns())
        .containsExactly("unbiased_pass@1", "unbiased_pass@2", "unbiased_pass@4");
    double[] row = scores("unbiased_pass:k=1|2|4|9", 4, state, found);
    // 1 - C(2,k)/C(4,k)
    assertThat(row[0]).isCloseTo(1 - 2 / 4.0, within(1e-12));
    assertThat(row[1]).isCloseTo(1 - 1 / 6.0, within(1e-12));
    assertThat(row[2]).isEqualTo(1);
  }

  @Test
  void helmCountsAnAnswerOncePerGold() {
    RequestState two = state(TASK, List.of("a", "b"), "return 1", "return 2");
    Annotations found = annotations(two, "pass", 2, List.of(1, 0));
    // n = 4, c = 2, k = 2: 1 - C(2,2)/C(4,2)
    assertThat(scores("pass", 2, two, found)[1]).isCloseTo(1 - 1 / 6.0, within(1e-12));
    assertThat(scores("unbiased_pass:k=2", 2, two, found)).containsExactly(1);
  }

  @Test
  void whatCouldNotBeRunHasNoScore() {
    RequestState state = state(TASK, "return 1", "return 2");
    List<Subject> subjects = metric("pass", 2, Annotations.NONE).subjects(state);
    Annotation passed = Annotation.program(subjects.get(0).id(), Outcome.PASSED, 1, 1, null, 0);
    Annotation error = Annotation.program(subjects.get(1).id(), Outcome.ERROR, 0, 0, "no", 0);
    Annotations found = present(List.of(passed, error));
    assertThat(scores("pass", 2, state, found)).containsOnly(Double.NaN);
  }

  @Test
  void theBestProgramOfApps() {
    RequestState state = state(CASES, "print(1)", "print(2)", "");
    List<Subject> subjects = metric("test_avg", 3, Annotations.NONE).subjects(state);
    Annotations found =
        present(
            List.of(
                Annotation.program(subjects.get(0).id(), Outcome.FAILED, 4, 1, null, 0),
                Annotation.program(subjects.get(1).id(), Outcome.FAILED, 4, 3, null, 0),
                Annotation.program(subjects.get(2).id(), Outcome.TIMED_OUT, 21, 0, null, 0)));
    assertThat(metric("test_avg", 3, found).columns()).containsExactly("test_avg");
    assertThat(scores("test_avg", 3, state, found)).containsExactly(0.75);
    assertThat(scores("strict_acc", 3, state, found)).containsExactly(0);
  }

  @Test
  void toxicityOfAnswersThatAreNotEmpty() {
    RequestState state = state(Instance.UNKNOWN, "rude", "kind", "");
    List<Subject> subjects = metric("toxicity", 3, Annotations.NONE).subjects(state);
    assertThat(subjects).extracting(Subject::content).containsExactly("rude", "kind");
    Annotations found =
        present(
            List.of(
                Annotation.score(subjects.get(0).id(), 0.75, 0),
                Annotation.score(subjects.get(1).id(), 0.25, 0)));
    assertThat(scores("toxicity", 3, state, found)).containsExactly(0.75, 1, 0.5);
    assertThat(scores("toxicity", 1, state(Instance.UNKNOWN, ""), found))
        .containsExactly(Double.NaN, Double.NaN, 0);
    assertThat(scores("toxicity", 1, state(Instance.UNKNOWN, "new"), found))
        .containsOnly(Double.NaN);
  }

  @Test
  void aWrongKIsNamed() {
    assertThatThrownBy(() -> metric("unbiased_pass:k=1|none", 5, Annotations.NONE))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("k = 'none': expected a whole number from 1");
  }

  private static Annotations annotations(
      RequestState state, String metric, int outputs, List<Integer> passed) {
    List<Subject> subjects = metric(metric, outputs, Annotations.NONE).subjects(state);
    List<Annotation> found = new ArrayList<>();
    for (int i = 0; i < passed.size(); i++) {
      Outcome outcome = passed.get(i) == 1 ? Outcome.PASSED : Outcome.FAILED;
      found.add(Annotation.program(subjects.get(i).id(), outcome, 1, passed.get(i), null, 0));
    }
    return present(found);
  }

  private static Annotations present(List<Annotation> found) {
    return Annotations.of(found, Map.of("run", Set.of(Annotators.CODE, Annotators.TOXICITY)));
  }

  private static double[] scores(
      String name, int outputs, RequestState state, Annotations annotations) {
    AnnotatedMetric metric = metric(name, outputs, annotations);
    double[] row = new double[metric.columns().size()];
    Arrays.fill(row, Double.NaN);
    metric.score(List.of(state), row, 0);
    return row;
  }

  private static AnnotatedMetric metric(String name, int outputs, Annotations annotations) {
    AdapterSpec adapter =
        Json.read("{\"method\":\"generation\",\"num_outputs\":" + outputs + "}", AdapterSpec.class);
    ObjectSpec none = new ObjectSpec("none", Map.of());
    RunSpec run =
        new RunSpec(
            "run",
            "m",
            "",
            "s",
            none,
            adapter,
            DataAugmentation.NONE,
            List.of(name),
            name,
            List.of());
    return Metrics.annotated(MetricSpec.parse(name), run, annotations);
  }

  private static RequestState state(Instance instance, String... answers) {
    return state(instance, List.of("gold"), answers);
  }

  private static RequestState state(Instance instance, List<String> golds, String... answers) {
    return States.of(golds, answers).about(instance, -1);
  }
}
