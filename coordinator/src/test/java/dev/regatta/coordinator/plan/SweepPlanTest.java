package dev.regatta.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.coordinator.adapt.Window;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.tokenizer.Tokenizer;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import dev.regatta.store.TableWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepPlanTest {
  private static final ModelRef MODEL = new ModelRef("m", "simulated", "1", "r", null, true);

  @TempDir private Path directory;
  private Store store;

  @BeforeEach
  void openStore() {
    store = Store.open(directory.toString());
  }

  /** Hands out everything and remembers it. */
  private static final class Recorder implements SweepPlan.Listener {
    final List<Request> sent = new ArrayList<>();
    final List<Integer> reused = new ArrayList<>();
    final List<Integer> failed = new ArrayList<>();

    @Override
    public void send(Request request) {
      sent.add(request);
    }

    @Override
    public void reuse(String model, int ordinal, boolean answered) {
      (answered ? reused : failed).add(ordinal);
    }
  }

  @Test
  void numbersDistinctRequestsAndFoldsEqualOnes() {
    // Two runs over the same questions: the second asks nothing new.
    SweepPlan plan = plan(run("a", 20, null), run("b", 20, null));
    Recorder recorder = new Recorder();
    Plan written = plan.write(recorder);
    assertThat(recorder.sent).hasSize(20);
    assertThat(recorder.sent.stream().map(Request::ordinal))
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> (long) i).toList());
    assertThat(written.requests()).containsExactly(Map.entry("m", 20L));
    assertThat(written.rows()).isEqualTo(40);
    assertThat(plan.preview().runs().get("b").duplicates()).isEqualTo(20);
    assertThat(plan.written()).contains(written);
    assertThat(column("ordinal"))
        .containsExactlyElementsOf(
            IntStream.range(0, 40).mapToObj(i -> (Object) (long) (i % 20)).toList());
  }

  @Test
  void keepsTheInstancesThatHelmKeepsInHelmsOrder() {
    Recorder recorder = new Recorder();
    plan(run("a", 10, 10)).write(recorder);
    assertThat(recorder.sent.get(0).prompt()).contains("question 0");
    Recorder sampled = new Recorder();
    plan(run("a", 10, 4)).write(sampled);
    // The reference vector: the first draws of a permutation of ten with NumPy's seed 0.
    assertThat(sampled.sent.stream().map(Request::prompt).map(SweepPlanTest::number))
        .containsExactly(2, 8, 4, 9);
  }

  @Test
  void reusesWhatTheStoreHas() {
    SweepPlan plan = plan(run("a", 5, null));
    Recorder first = new Recorder();
    plan.write(first);
    land(first.sent.get(1), null);
    land(first.sent.get(3), "no");
    Recorder second = new Recorder();
    plan.write(second);
    assertThat(second.sent.stream().map(Request::ordinal)).containsExactly(0L, 2L, 4L);
    assertThat(second.reused).containsExactly(1);
    assertThat(second.failed).containsExactly(3);
    assertThat(plan.preview().toSend()).isEqualTo(3);
    assertThat(column("ordinal")).as("the plan is replaced, not doubled").hasSize(5);
  }

  @Test
  void sendsAgainWhatWasGivenUpWhereAsked() {
    Recorder first = new Recorder();
    plan(run("a", 5, null)).write(first);
    land(first.sent.get(1), null, "1");
    land(first.sent.get(3), "no", "1");
    land(first.sent.get(4), "no", "1");
    land(first.sent.get(4), null, "2");
    SweepPlan retry =
        new SweepPlan(
            "test", List.of(run("a", 5, null)), store, PerturbationResources.standard(), true);
    assertThat(retry.sweep()).isEqualTo(plan(run("a", 5, null)).sweep());
    assertThat(retry.preview().toSend()).isEqualTo(3);
    Recorder second = new Recorder();
    retry.write(second);
    assertThat(second.sent.stream().map(Request::ordinal)).containsExactly(0L, 2L, 3L);
    assertThat(second.reused).as("an answer counts before a failure").containsExactly(1, 4);
  }

  @Test
  void findsLostRequestsAgain() {
    SweepPlan plan = plan(run("a", 9, null));
    Recorder recorder = new Recorder();
    plan.write(recorder);
    List<Request> again = new ArrayList<>();
    plan.again((model, ordinal) -> ordinal % 4 == 1, again::add);
    assertThat(again).containsExactly(recorder.sent.get(1), recorder.sent.get(5));
  }

  @Test
  void promptsAreFittedToTheWindow() {
    PlannedRun free = run("a", 2, null);
    Window window = Window.of(Tokenizer.of(Tokenizer.ONE_PER_CHARACTER), 90);
    PlannedRun fitted =
        new PlannedRun(
            free.spec(), free.scenario(), MODEL.fittedBy(window.identity()), Optional.of(window));
    SweepPlan plan = plan(fitted);
    Recorder recorder = new Recorder();
    plan.write(recorder);
    assertThat(recorder.sent).allMatch(request -> request.prompt().length() + 5 <= 90);
    assertThat(column("num_train_instances")).containsOnly(1);
    assertThat(plan.sweep()).isNotEqualTo(plan(free).sweep());
    assertThat(plan.written().orElseThrow().models().get(0).tokenizer())
        .isEqualTo("simple/tokenizer1 90 90 2147483647 ");
  }

  @Test
  void languageModellingHasNoTrials() {
    AdapterSpec adapter = AdapterSpecs.languageModeling().numTrials(3).numTrainTrials(2).build();
    Recorder recorder = new Recorder();
    plan(adapted("a", 2, adapter)).write(recorder);
    assertThat(recorder.sent).hasSize(2).allMatch(request -> request.continuation() == null);
    assertThat(column("num_conditioning_tokens")).containsExactly(0, 0);
  }

  @Test
  void theSweepIsWhatItWasResolvedTo() {
    assertThat(plan(run("a", 5, null)).sweep()).isEqualTo(plan(run("a", 5, null)).sweep());
    assertThat(plan(run("a", 5, null)).sweep()).isNotEqualTo(plan(run("a", 5, 4)).sweep());
  }

  private SweepPlan plan(PlannedRun... runs) {
    return new SweepPlan("test", List.of(runs), store, PerturbationResources.standard());
  }

  private static PlannedRun run(String name, int questions, Integer most) {
    AdapterSpec adapter =
        AdapterSpecs.generation("Question", "Answer")
            .maxTrainInstances(2)
            .maxEvalInstances(most)
            .build();
    return adapted(name, questions, adapter);
  }

  private static PlannedRun adapted(String name, int questions, AdapterSpec adapter) {
    RunSpec spec =
        new RunSpec(
            name,
            "m",
            "",
            "questions",
            new ObjectSpec("questions", Map.of()),
            adapter,
            DataAugmentation.NONE,
            List.of("exact_match"),
            "exact_match",
            List.of());
    return new PlannedRun(spec, new Questions(questions), MODEL);
  }

  private record Questions(int count) implements Scenario {
    @Override
    public String name() {
      return "questions";
    }

    @Override
    public Stream<Instance> instances() {
      return Stream.concat(
          IntStream.range(0, 3).mapToObj(i -> instance("shot " + i, "train")),
          IntStream.range(0, count).mapToObj(i -> instance("question " + i, "test")));
    }

    private static Instance instance(String text, String split) {
      Reference answer = new Reference("the answer", List.of(Reference.CORRECT));
      return Instance.of(text, List.of(answer), split).withId(text);
    }
  }

  private static int number(String prompt) {
    return Integer.parseInt(
        prompt.substring(prompt.lastIndexOf("question ") + "question ".length()).split("\\s")[0]);
  }

  private List<Object> column(String name) {
    List<Object> values = new ArrayList<>();
    try (TableReader rows = store.read(Tables.REQUESTS, List.of(name), Map.of())) {
      rows.forEach(row -> values.add(row[0]));
    }
    return values;
  }

  private void land(Request request, String error) {
    land(request, error, "1");
  }

  private void land(Request request, String error, String file) {
    Object[] row = new Object[Tables.COMPLETIONS.columns().size()];
    set(row, "sweep", request.sweep());
    set(row, "ordinal", request.ordinal());
    set(row, "request_id", request.requestId());
    set(row, "outputs", List.of());
    for (String text : List.of("worker", "model_revision", "runtime", "runtime_version")) {
      set(row, text, "x");
    }
    set(row, "attempt", 1);
    set(row, "simulated", true);
    set(row, "error_category", error == null ? null : "MODEL");
    set(row, "error_message", error);
    try (TableWriter writer =
        store.write(
            Tables.COMPLETIONS,
            Map.of("model", "m"),
            "f" + request.ordinal() + "-" + file + ".parquet")) {
      writer.write(row);
      writer.commit();
    }
  }

  private static void set(Object[] row, String column, Object value) {
    row[Tables.COMPLETIONS.index(column)] = value;
  }
}
