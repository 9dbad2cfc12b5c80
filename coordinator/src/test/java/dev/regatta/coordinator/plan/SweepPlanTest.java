package dev.regatta.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.coordinator.adapt.Window;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.tokenizer.Tokenizer;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.CompletionKey;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  void anIdIsTheNameOfOneFileWhateverTheSweepIsCalled() {
    for (String name : List.of("mmlu/5-shot", "..", ".hidden", "a\\b", "a\nb")) {
      SweepPlan plan =
          new SweepPlan(name, List.of(run("a", 1, null)), store, PerturbationResources.standard());
      plan.write(new Recorder());
      assertThat(store.list("plans/sweeps")).as(name).contains(plan.sweep() + ".json");
      CompletionKey key = new CompletionKey(plan.sweep(), "m", 0);
      assertThat(CompletionKey.parse(key.bytes())).contains(key);
    }
  }

  @Test
  void plainNamesStayAsTheyAre() {
    assertThat(plan(run("a", 1, null)).sweep()).matches("test-[0-9a-f]{10}");
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

  /** Breaks off at a request; knows outcomes that the store has not. */
  private static final class BrokenOff implements SweepPlan.Listener {
    final Recorder told = new Recorder();
    final Set<Integer> settled = new HashSet<>();
    final List<Integer> asked = new ArrayList<>();
    int end = Integer.MAX_VALUE;

    @Override
    public boolean has(String model, int ordinal) {
      return settled.contains(ordinal);
    }

    @Override
    public boolean wants(String model, int ordinal) {
      asked.add(ordinal);
      return !settled.contains(ordinal);
    }

    @Override
    public void send(Request request) {
      if (request.ordinal() == end) {
        throw new IllegalStateException("broken off");
      }
      told.send(request);
    }

    @Override
    public void reuse(String model, int ordinal, boolean answered) {
      told.reuse(model, ordinal, answered);
    }
  }

  @Test
  void goesOnWithAnUnfinishedPlanWithoutWalkingWhatIsSettled() {
    Walks walks = new Walks();
    SweepPlan plan = plan(walks.run("a", 4), walks.run("b", 6), walks.run("c", 8));
    BrokenOff first = new BrokenOff();
    first.end = 6;
    assertThatThrownBy(() -> plan.write(first)).hasMessage("broken off");
    assertThat(plan.written()).isEmpty();
    land(first.told.sent.get(0), null);
    land(first.told.sent.get(1), "no");
    walks.counts.clear();

    BrokenOff second = new BrokenOff();
    second.settled.addAll(List.of(2, 3));
    Plan written = plan.write(second);
    assertThat(walks.counts).as("run a is settled").containsOnlyKeys("b", "c");
    assertThat(second.told.reused).containsExactly(0);
    assertThat(second.told.failed).containsExactly(1);
    assertThat(second.asked).containsExactly(2, 3, 4, 5, 6, 7);
    assertThat(second.told.sent.stream().map(Request::ordinal)).containsExactly(4L, 5L, 6L, 7L);
    assertThat(written.requests()).containsExactly(Map.entry("m", 8L));
    assertThat(written.rows()).isEqualTo(18);

    Store undisturbed = Store.open(directory.resolve("other").toString());
    SweepPlan whole =
        new SweepPlan(
            "test",
            List.of(run("a", 4, null), run("b", 6, null), run("c", 8, null)),
            undisturbed,
            PerturbationResources.standard());
    whole.write(new Recorder());
    assertThat(column("request_id")).isEqualTo(column(undisturbed, "request_id"));
    assertThat(column("ordinal")).isEqualTo(column(undisturbed, "ordinal"));
  }

  @Test
  void walksAFinishedRunAgainWhereSomethingOfItIsMissing() {
    Walks walks = new Walks();
    SweepPlan plan = plan(walks.run("a", 4), walks.run("b", 6));
    BrokenOff first = new BrokenOff();
    first.end = 5;
    assertThatThrownBy(() -> plan.write(first)).hasMessage("broken off");
    BrokenOff second = new BrokenOff();
    second.settled.addAll(List.of(0, 1, 3));
    plan.write(second);
    assertThat(second.told.sent.stream().map(Request::ordinal)).containsExactly(2L, 4L, 5L);
    assertThat(column("ordinal")).hasSize(10);
  }

  @Test
  void nothingOfAnotherPlanCounts() {
    BrokenOff first = new BrokenOff();
    first.end = 5;
    SweepPlan plan = plan(run("a", 4, null), run("b", 6, null));
    assertThatThrownBy(() -> plan.write(first)).hasMessage("broken off");
    SweepPlan other =
        new SweepPlan(
            "test",
            Optional.of(plan.sweep()),
            List.of(run("a", 3, null)),
            store,
            PerturbationResources.standard(),
            false);
    BrokenOff second = new BrokenOff();
    second.settled.addAll(List.of(0, 1, 2, 3, 4, 5));
    other.write(second);
    assertThat(column("ordinal")).containsExactly(0L, 1L, 2L);
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

  /** Counts how often the instances of each run are walked. */
  private static final class Walks {
    final Map<String, Integer> counts = new HashMap<>();

    PlannedRun run(String name, int questions) {
      PlannedRun run = SweepPlanTest.run(name, questions, null);
      Scenario counted =
          new Scenario() {
            @Override
            public String name() {
              return run.scenario().name();
            }

            @Override
            public Stream<Instance> instances() {
              counts.merge(name, 1, Integer::sum);
              return run.scenario().instances();
            }
          };
      return new PlannedRun(run.spec(), counted, run.model());
    }
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
    return column(store, name);
  }

  private static List<Object> column(Store store, String name) {
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
