package dev.regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.chaos.Deed;
import dev.regatta.cli.chaos.Evidence;
import dev.regatta.cli.chaos.Fleet;
import dev.regatta.cli.chaos.Member;
import dev.regatta.cli.chaos.RaceSweep;
import dev.regatta.cli.chaos.Role;
import dev.regatta.cli.cluster.JavaCommand;
import dev.regatta.cli.cluster.JavaProcess;
import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.api.SweepView.ModelView;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.service.life.Sleeper;
import dev.regatta.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sweep on services that are killed all the while, and beside it one that nothing disturbs: both
 * must end alike.
 */
final class ChaosRun {
  private static final String MODEL = "boats";
  private static final String SWEEP = "chaos";
  private static final Duration LOCK = Duration.ofSeconds(5);

  /** Longer than locks and the sessions of leaders. */
  private static final Duration LEASE = Duration.ofSeconds(7);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final double MOST_AGAIN = 0.03;

  private final Options options;
  private final Path directory;
  private final Terminal terminal;
  private final Map<Deed.Kind, Integer> deeds = new TreeMap<>();
  private final List<String> ended = new ArrayList<>();

  /**
   * @param time for which services are killed
   * @param patience for which the sweep may take to end when they are left alone again
   */
  record Options(
      long seed,
      Duration time,
      int requests,
      int coordinators,
      int aggregators,
      int workers,
      int millis,
      int slots,
      Duration patience) {}

  /**
   * How it went.
   *
   * @param deeds how often each thing was done
   * @param ended services that ended though nobody killed them, with their exit codes; they were
   *     started again
   * @param answeredAgain answers beyond the first of each request
   * @param equal whether answers and scores are those of the undisturbed run
   * @param violations what must not be; empty where all is well
   */
  record Report(
      long seed,
      String sweep,
      SweepStatus state,
      Map<Deed.Kind, Integer> deeds,
      List<String> ended,
      int planned,
      int completed,
      int quarantined,
      long answeredAgain,
      double answeredAgainPercent,
      boolean equal,
      List<String> violations,
      double seconds) {}

  ChaosRun(Options options, Path directory, Terminal terminal) {
    this.options = options;
    this.directory = directory;
    this.terminal = terminal;
  }

  Report run() {
    Path file =
        RaceSweep.write(directory.resolve("sweep"), SWEEP, List.of(MODEL), options.requests());
    terminal.line("Undisturbed run of " + Format.count(options.requests()) + " requests");
    Evidence undisturbed = undisturbed(file);
    terminal.line("Starting services; their logs are in " + directory.resolve("logs"));
    long start = System.nanoTime();
    try (Fleet fleet = new Fleet(directory, PATIENCE)) {
      ClusterClient client = start(fleet);
      String sweep = client.submit(file, terminal).id();
      disturb(fleet);
      SweepView last = awaitEnd(fleet, client, sweep);
      return report(fleet, last, undisturbed, (System.nanoTime() - start) / 1e9);
    }
  }

  private Evidence undisturbed(Path file) {
    Path store = directory.resolve("undisturbed");
    List<String> arguments = List.of("run", file.toString(), "--json", "--store=" + store);
    JavaCommand java = new JavaCommand("1g", JavaCommand.FIRST_COMPILER);
    try (JavaProcess run =
        JavaProcess.start(java.regatta(arguments), directory.resolve("undisturbed.log"))) {
      String sweep = Json.read(run.line(), JsonNode.class).at("/sweep").asText();
      run.awaitEnd(PATIENCE);
      return Evidence.of(Store.open(store.toString()), sweep, MODEL);
    }
  }

  private ClusterClient start(Fleet fleet) {
    for (int i = 0; i < options.coordinators(); i++) {
      fleet.coordinator("--queue.lock=" + LOCK.toSeconds() + "s");
    }
    for (int i = 0; i < options.aggregators(); i++) {
      fleet.aggregator("--sink.max-rows=200");
    }
    for (int i = 0; i < options.workers(); i++) {
      fleet.worker(
          MODEL,
          "--runtime-option",
          "tokens=3",
          "--runtime-option",
          "service_time_ms=" + options.millis(),
          "--runtime-option",
          "slots=" + options.slots());
    }
    List<Member> coordinators = fleet.members(Role.COORDINATOR);
    coordinators.forEach(member -> fleet.awaitReady(member, PATIENCE));
    return new ClusterClient(
        coordinators.stream().map(Member::url).toList(), PATIENCE, () -> supervise(fleet));
  }

  private void disturb(Fleet fleet) {
    for (Deed deed : Deed.script(options.seed(), options.time(), LEASE)) {
      Sleeper.SYSTEM.pause(deed.pause());
      supervise(fleet);
      Member member = deed.to(fleet);
      deeds.merge(deed.kind(), 1, Integer::sum);
      terminal.line(deed.kind() + " " + member + " for " + deed.length().toMillis() + " ms");
    }
  }

  private void supervise(Fleet fleet) {
    List<String> now = fleet.supervise();
    now.forEach(member -> terminal.line(member + " has ended by itself and is started again"));
    ended.addAll(now);
  }

  private SweepView awaitEnd(Fleet fleet, ClusterClient client, String sweep) {
    SweepViews views = new SweepViews(terminal);
    long deadline = System.nanoTime() + options.patience().toNanos();
    SweepView view = client.sweep(sweep);
    while (!view.state().ended() && System.nanoTime() - deadline < 0) {
      views.show(view);
      Sleeper.SYSTEM.pause(LOOK);
      supervise(fleet);
      view = client.sweep(sweep);
    }
    terminal.endStatus(true);
    return view;
  }

  private Report report(Fleet fleet, SweepView sweep, Evidence undisturbed, double seconds) {
    List<String> violations = new ArrayList<>();
    if (sweep.state() != SweepStatus.SCORED) {
      violations.add("the sweep has not ended: " + SweepViews.state(sweep));
    }
    ModelView ledger =
        sweep.models().isEmpty()
            ? new ModelView(MODEL, 0, false, 0, 0, 0, 0)
            : sweep.models().get(0);
    if (ledger.planned() != options.requests()
        || ledger.planned() != ledger.completed() + ledger.quarantined()) {
      violations.add("the ledger is not even: " + ledger);
    }
    if (ledger.quarantined() > 0) {
      violations.add(ledger.quarantined() + " requests were given up");
    }
    Evidence evidence = Evidence.of(Store.open(fleet.store().toString()), sweep.id(), MODEL);
    List<String> differences = evidence.differences(undisturbed);
    violations.addAll(differences);
    long again = Evidence.answeredAgain(fleet.bootstrap(), sweep.id());
    double share = (double) again / options.requests();
    if (share >= MOST_AGAIN) {
      violations.add(again + " requests were answered again, 3% or more");
    }
    return new Report(
        options.seed(),
        sweep.id(),
        sweep.state(),
        deeds,
        ended,
        ledger.planned(),
        ledger.completed(),
        ledger.quarantined(),
        again,
        100 * share,
        differences.isEmpty(),
        violations,
        seconds);
  }
}
