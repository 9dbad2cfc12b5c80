package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RunSpec;
import dev.regatta.service.life.Release;
import dev.regatta.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A resolved sweep that can be planned: counted without writing anything, written to the store
 * while its requests are handed out, and walked again for requests that got lost.
 *
 * <p>The sweep's id is its name and a hash of all that it was resolved to (models with revisions,
 * run specs, data hashes), so the same file over the same data and models is the same sweep.
 */
public final class SweepPlan {
  private static final int ID_DIGITS = 10;

  private final String name;
  private final List<PlannedRun> runs;
  private final Store store;
  private final PerturbationResources resources;
  private final boolean retryQuarantined;
  private final Map<String, String> dataHashes;
  private final String sweep;

  /** Called for each distinct request while the plan is written, in order per model. */
  public interface Listener {
    /**
     * Whether a request is to be sent that the store knows nothing of. Asked once for each, in
     * order; what is wanted is sent at once.
     */
    default boolean wants(String model, int ordinal) {
      return true;
    }

    /** Whether {@link #wants} will say no. May be asked at any time, and changes nothing. */
    default boolean has(String model, int ordinal) {
      return false;
    }

    /** To be sent. */
    void send(Request request);

    /** The store has its outcome: an answer, or the failure that it was given up with. */
    void reuse(String model, int ordinal, boolean answered);
  }

  public SweepPlan(
      String name, List<PlannedRun> runs, Store store, PerturbationResources resources) {
    this(name, runs, store, resources, false);
  }

  /**
   * @param retryQuarantined whether requests that the store has given up are sent again; otherwise
   *     they keep that outcome
   */
  public SweepPlan(
      String name,
      List<PlannedRun> runs,
      Store store,
      PerturbationResources resources,
      boolean retryQuarantined) {
    this(name, Optional.empty(), runs, store, resources, retryQuarantined);
  }

  /**
   * @param id of the sweep where it has one already, as a submission has
   */
  SweepPlan(
      String name,
      Optional<String> id,
      List<PlannedRun> runs,
      Store store,
      PerturbationResources resources,
      boolean retryQuarantined) {
    this.name = name;
    this.runs = List.copyOf(runs);
    this.store = store;
    this.resources = resources;
    this.retryQuarantined = retryQuarantined;
    this.dataHashes = new TreeMap<>();
    runs.forEach(run -> dataHashes.putAll(run.scenario().dataHashes()));
    this.sweep = id.orElseGet(() -> fileName(name) + "-" + hash().substring(0, ID_DIGITS));
  }

  /** Files, and keys that slashes divide, are named by it; hidden files are none of ours. */
  private static String fileName(String name) {
    return name.replaceAll("[/\\\\\\p{Cntrl}]", "-").replaceFirst("^\\.+", "");
  }

  /** Id of the sweep. */
  public String sweep() {
    return sweep;
  }

  /** Names of the models asked, in the order of the runs. */
  public List<String> models() {
    return runs.stream().map(run -> run.model().name()).distinct().toList();
  }

  /** Place of a sweep's plan in the store. */
  public static String path(String sweep) {
    return "plans/sweeps/" + sweep + ".json";
  }

  /** The plan as it was written before, if it was written to its end. */
  public Optional<Plan> written() {
    return store.get(path(sweep)).map(bytes -> Json.read(bytes, Plan.class));
  }

  /** Whether the plan was written to its end, by this version of the planner. */
  public boolean complete() {
    return written().filter(plan -> plan.regattaVersion().equals(Release.VERSION)).isPresent();
  }

  /** Counts everything, writes nothing. */
  public PlanSummary preview() {
    PlanSummary.Counter counter = new PlanSummary.Counter();
    planner().walk(runs, counter);
    return counter.summary();
  }

  /** Shows the whole plan and writes nothing. */
  void visit(PlanVisitor visitor) {
    planner().walk(runs, visitor);
  }

  /** Hands out the requests of the plan as {@link #write} does, and leaves its tables alone. */
  public void walk(Listener listener) {
    planner().walk(runs, new Tee(null, request -> handOut(request, listener)));
  }

  /**
   * Writes the plan's tables and hands out its requests as they are planned. Goes on where an
   * earlier writing of the same plan was interrupted.
   */
  public Plan write(Listener listener) {
    long[] rows = {0};
    Map<String, Integer> distinct;
    PlanFiles files = PlanFiles.begin(store, sweep, hash() + " " + Release.VERSION);
    Answers answers = answers();
    FinishedRuns finished = new FinishedRuns(files, answers, listener);
    try (PlanTables tables = new PlanTables(files)) {
      distinct =
          new Planner(resources, answers)
              .walk(
                  runs,
                  finished,
                  new Tee(
                      tables,
                      request -> {
                        rows[0]++;
                        handOut(request, listener);
                      }));
    }
    Plan plan = describe(distinct, rows[0] + finished.rows());
    store.put(path(sweep), Json.bytes(plan));
    files.end();
    return plan;
  }

  /** Walks the plan again and hands out the distinct requests that {@code wanted} asks for. */
  public void again(BiPredicate<String, Integer> wanted, Consumer<Request> consumer) {
    planner()
        .walk(
            runs,
            new Tee(
                null,
                request -> {
                  if (!request.duplicate()
                      && wanted.test(request.run().model().name(), request.ordinal())) {
                    consumer.accept(request.toRequest(sweep));
                  }
                }));
  }

  private void handOut(PlannedRequest request, Listener listener) {
    if (request.toSend()) {
      if (listener.wants(request.run().model().name(), request.ordinal())) {
        listener.send(request.toRequest(sweep));
      }
    } else if (!request.duplicate()) {
      listener.reuse(
          request.run().model().name(), request.ordinal(), request.known() == Answers.Known.ANSWER);
    }
  }

  private Planner planner() {
    return new Planner(resources, answers());
  }

  private Answers answers() {
    return new Answers(store, !retryQuarantined);
  }

  private Plan describe(Map<String, Integer> distinct, long rows) {
    List<ModelRef> models = runs.stream().map(PlannedRun::model).distinct().toList();
    List<RunSpec> specs = runs.stream().map(PlannedRun::spec).toList();
    Map<String, Long> requests =
        distinct.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, e -> e.getValue().longValue(), (a, b) -> a, TreeMap::new));
    return new Plan(sweep, name, models, specs, requests, rows, dataHashes, Release.VERSION);
  }

  private String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (PlannedRun run : runs) {
        digest.update(Json.bytes(run.model()));
        digest.update(Json.bytes(run.spec()));
      }
      digest.update(Json.text(dataHashes).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw RegattaException.internal("Every Java platform has SHA-256", e);
    }
  }

  /** Writes the tables (where there are any) before a request is handed out. */
  private record Tee(PlanVisitor tables, Consumer<PlannedRequest> requests) implements PlanVisitor {

    @Override
    public void instance(
        PlannedRun run, long ordinal, dev.regatta.coordinator.instance.Instance instance) {
      if (tables != null) {
        tables.instance(run, ordinal, instance);
      }
    }

    @Override
    public void request(PlannedRequest request) {
      if (tables != null) {
        tables.request(request);
      }
      requests.accept(request);
    }

    @Override
    public void endOfRun(PlannedRun run) {
      if (tables != null) {
        tables.endOfRun(run);
      }
    }
  }
}
