package dev.regatta.aggregator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.aggregator.annotation.Annotation;
import dev.regatta.aggregator.annotation.AnnotationTable;
import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.annotation.Annotator;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.annotation.Outcome;
import dev.regatta.aggregator.annotation.PlacedSubject;
import dev.regatta.aggregator.annotation.Subject;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import dev.regatta.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationStepTest {
  private static final String SWEEP = "sweep";
  private static final Plan PLAN = plan(run("code", "pass"), run("talk", "toxicity"));

  /** Two runs' subjects; the second program is there twice. */
  private static final List<PlacedSubject> SUBJECTS =
      List.of(
          placed("code", "code", "one"),
          placed("code", "code", "two"),
          placed("code", "code", "two"),
          placed("talk", "toxicity", "hello"));

  @TempDir private Path root;
  private Store store;
  private int minute;

  @BeforeEach
  void open() {
    store = Store.open(root.toString());
  }

  @Test
  void whatWasFoundIsKeptAndNotAskedAgain() {
    Fake code = new Fake("code", "sandbox 1");
    AnnotationStep first = step(Annotators.of(code));
    Annotations found = annotate(first);
    assertThat(code.asked).containsExactlyInAnyOrder("one", "two");
    assertThat(found.has("code", "code")).isTrue();
    assertThat(found.of(SUBJECTS.get(0).subject()))
        .hasValueSatisfying(a -> assertThat(a.passed()).isTrue());
    assertThat(first.absent())
        .containsExactly(
            new Absence("talk", "toxicity", "no classifier is named (setting toxicity.model)"));

    Fake another = new Fake("code", "sandbox 2");
    assertThat(annotate(step(Annotators.of(another))).has("code", "code")).isTrue();
    assertThat(another.asked).isEmpty();
    // Nor does it have to be there any longer.
    AnnotationStep off = step(Annotators.NONE);
    assertThat(annotate(off).has("code", "code")).isTrue();
    assertThat(off.absent()).extracting(Absence::run).containsExactly("talk");
  }

  @Test
  void againTakesTheLatest() {
    annotate(step(Annotators.of(new Fake("code", "sandbox"))));
    Fake strict = new Fake("code", "sandbox");
    strict.outcome = Outcome.FAILED;
    annotate(step(Annotators.of(strict).again()));
    assertThat(strict.asked).containsExactlyInAnyOrder("one", "two");
    Annotations found = annotate(step(Annotators.NONE));
    assertThat(found.of(SUBJECTS.get(0).subject()).orElseThrow().outcome())
        .isEqualTo(Outcome.FAILED);
  }

  @Test
  void anotherClassifierIsAsked() {
    annotate(step(Annotators.of(new Fake("toxicity", "old"))));
    Fake other = new Fake("toxicity", "new");
    annotate(step(Annotators.of(other)));
    assertThat(other.asked).containsExactly("hello");
  }

  @Test
  void withoutAnySandboxTheMetricIsAbsent() {
    AnnotationStep step = step(Annotators.NONE);
    Annotations found = annotate(step);
    assertThat(found.has("code", "code")).isFalse();
    assertThat(step.absent())
        .contains(new Absence("code", "pass", "no sandbox is switched on (setting code.sandbox)"));
  }

  @Test
  void whatCouldNotBeRunIsToldAndTriedAgain() {
    Fake broken = new Fake("code", "sandbox");
    broken.outcome = Outcome.ERROR;
    AnnotationStep step = step(Annotators.of(broken));
    Annotations found = annotate(step);
    assertThat(found.has("code", "code")).isTrue();
    assertThat(found.of(SUBJECTS.get(0).subject())).isEmpty();
    assertThat(step.absent()).contains(new Absence("code", "pass", "2 of 2 were not run: no room"));
    Fake repaired = new Fake("code", "sandbox");
    annotate(step(Annotators.of(repaired)));
    assertThat(repaired.asked).hasSize(2);
  }

  @Test
  void answersWithoutTestsAndImportedRunsAreLeftAlone() {
    Fake code = new Fake("code", "sandbox");
    AnnotationStep none = step(Annotators.of(code));
    none.run(runs -> List.<PlacedSubject>of().iterator());
    assertThat(none.absent()).contains(new Absence("code", "pass", "no answer with what it needs"));
    AnnotationStep imported =
        new AnnotationStep(PLAN, Set.of("code", "talk"), table(), Annotators.of(code));
    assertThat(
            imported.run(
                runs -> {
                  throw new AssertionError("asked for answers");
                }))
        .isSameAs(Annotations.NONE);
    assertThat(imported.absent()).isEmpty();
  }

  @Test
  void whatWasFoundBeforeTheEndStays() {
    Fake dying = new Fake("code", "sandbox");
    dying.diesAfter = 1;
    assertThatThrownBy(() -> annotate(step(Annotators.of(dying)))).hasMessage("killed");
    Fake next = new Fake("code", "sandbox");
    annotate(step(Annotators.of(next)));
    assertThat(next.asked).hasSize(1);
  }

  private static Annotations annotate(AnnotationStep step) {
    return step.run(runs -> SUBJECTS.stream().filter(one -> runs.contains(one.run())).iterator());
  }

  private AnnotationStep step(Annotators annotators) {
    return new AnnotationStep(PLAN, Set.of(), table(), annotators);
  }

  private AnnotationTable table() {
    minute++;
    Instant now = Instant.EPOCH.plusSeconds(60L * minute);
    return new AnnotationTable(store, SWEEP, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static PlacedSubject placed(String run, String annotator, String content) {
    return new PlacedSubject(Subject.of(annotator, content), run, "id", "request", 0);
  }

  private static RunSpec run(String name, String metric) {
    AdapterSpec adapter =
        Json.read("{\"method\":\"generation\",\"num_outputs\":1}", AdapterSpec.class);
    ObjectSpec none = new ObjectSpec("none", Map.of());
    return new RunSpec(
        name,
        "m",
        "",
        "s",
        none,
        adapter,
        DataAugmentation.NONE,
        List.of(metric),
        metric,
        List.of());
  }

  private static Plan plan(RunSpec... runs) {
    return new Plan(SWEEP, SWEEP, List.of(), Stream.of(runs).toList(), Map.of(), 0, Map.of(), "");
  }

  /** Finds what it is told to. */
  private static final class Fake implements Annotator {
    private final String name;
    private final String tool;
    private final List<String> asked = new ArrayList<>();
    private Outcome outcome = Outcome.PASSED;
    private int diesAfter = Integer.MAX_VALUE;

    Fake(String name, String tool) {
      this.name = name;
      this.tool = tool;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String tool() {
      return tool;
    }

    @Override
    public boolean accepts(String other) {
      return name.equals("code") || other.equals(tool);
    }

    @Override
    public void check() {}

    @Override
    public void annotate(List<Subject> subjects, Consumer<Annotation> sink) {
      for (Subject subject : subjects) {
        if (asked.size() >= diesAfter) {
          throw new IllegalStateException("killed");
        }
        asked.add(subject.content());
        sink.accept(
            name.equals("code")
                ? Annotation.program(subject.id(), outcome, 1, 0, message(), 0.1)
                : Annotation.score(subject.id(), 0.5, 0.1));
      }
    }

    private String message() {
      return outcome == Outcome.ERROR ? "no room" : null;
    }
  }
}
