package dev.regatta.aggregator.helm;

import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads every file of every run once, so that what is wrong is known before anything is written.
 */
final class HelmCheck {
  private final List<Checked> runs = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final ContentHash hash = new ContentHash();

  /**
   * A run that can be imported.
   *
   * @param known names of the statistics that it came with
   * @param rest what scenario_state.json has beside its requests, as JSON; or null
   */
  record Checked(HelmRun run, Set<String> known, String rest, long states) {}

  HelmCheck(HelmSuite suite) {
    Map<String, Path> names = new LinkedHashMap<>();
    for (Path directory : suite.runs()) {
      try {
        HelmRun run = HelmRun.open(directory);
        Path other = names.putIfAbsent(run.spec().name(), directory);
        if (other != null) {
          throw run.files()
              .wrong(HelmFiles.RUN_SPEC, run.spec().name() + " is also in " + other, null);
        }
        check(run);
      } catch (RegattaException e) {
        problems.add(e.getMessage());
      }
    }
  }

  /** The runs without a fault. */
  List<Checked> runs() {
    return runs;
  }

  /** What is wrong, each with its file. */
  List<String> problems() {
    return problems;
  }

  /** Stands for the content of the runs without a fault. */
  String hash() {
    return hash.hex();
  }

  private void check(HelmRun run) {
    String name = run.spec().name();
    Set<String> known = new LinkedHashSet<>();
    ContentHash own = new ContentHash();
    long[] states = {0};
    own.add(name, run.json());
    String scenario = run.scenario();
    own.add(name, scenario == null ? "" : scenario);
    var rest = run.states(state -> own.add(name + "\n" + states[0]++, state));
    run.stats(
        stat -> {
          known.add(stat.name().name());
          own.add(name, stat);
        });
    run.instanceStats(
        element ->
            element
                .stats()
                .forEach(
                    stat ->
                        own.add(
                            name + "\n" + element.instanceId() + "\n" + element.trainTrialIndex(),
                            stat)));
    runs.add(
        new Checked(
            run.withMainMetric(HelmMetrics.main(run.spec(), known)),
            known,
            rest == null ? null : rest.toString(),
            states[0]));
    hash.add(name, own.hex());
  }
}
