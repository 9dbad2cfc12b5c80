package dev.regatta.cli.bench;

import dev.regatta.cli.LocalModel;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.plan.PlannedRun;
import dev.regatta.coordinator.plan.SweepPlan;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RunSpec;
import dev.regatta.store.Store;
import dev.regatta.worker.Runtimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A made-up sweep of any size over one simulated model, for benchmarks. */
public final class BenchSweep {
  public static final String MODEL = "simulated";

  static final List<String> METRICS = BenchMethod.GENERATION.metrics();

  /** Requests of one run; a large sweep has many runs, as real ones do. */
  static final int RUN = 50_000;

  /** Fills a prompt to about one kilobyte, the size of a short few-shot question. */
  private static final String FILLER = "The regatta starts at noon and ends at dusk. ".repeat(20);

  private final LocalModel model;
  private final SweepPlan plan;

  public BenchSweep(int requests, Store store) {
    this(requests, store, Map.of());
  }

  /**
   * @param options of the simulated model
   */
  BenchSweep(int requests, Store store, Map<String, String> options) {
    this(requests, store, options, BenchMethod.GENERATION);
  }

  BenchSweep(int requests, Store store, Map<String, String> options, BenchMethod method) {
    ModelRef ref = Runtimes.describe(Runtimes.SIMULATED, MODEL, options);
    this.model = new LocalModel(ref, options);
    List<PlannedRun> runs = new ArrayList<>();
    for (int first = 0; first < requests; first += RUN) {
      runs.add(run(first, Math.min(requests, first + RUN), ref, method));
    }
    this.plan = new SweepPlan("bench", runs, store, PerturbationResources.standard());
  }

  /** About one kilobyte. */
  public static String prompt(Object number) {
    return FILLER + "How many boats are in race " + number + "?";
  }

  public static String answer(int number) {
    return number % 7 + " boats";
  }

  List<LocalModel> models() {
    return List.of(model);
  }

  public SweepPlan plan() {
    return plan;
  }

  private static PlannedRun run(int from, int to, ModelRef ref, BenchMethod method) {
    RunSpec spec =
        new RunSpec(
            "bench:from=" + from + ",model=" + MODEL,
            MODEL,
            "",
            "bench",
            new ObjectSpec("bench", Map.of("from", from, "to", to)),
            method.adapter(),
            DataAugmentation.NONE,
            method.metrics(),
            "exact_match",
            List.of());
    return new PlannedRun(spec, new BenchScenario(from, to, method), ref);
  }

  private record BenchScenario(int from, int to, BenchMethod method) implements Scenario {
    @Override
    public String name() {
      return "bench";
    }

    @Override
    public Stream<Instance> instances() {
      return IntStream.range(from, to).mapToObj(this::instance);
    }

    private Instance instance(int number) {
      return Instance.of(prompt(number), method.references(number), Instance.TEST)
          .withId("id" + number);
    }
  }
}
