package dev.regatta.aggregator.statistics;

import dev.regatta.aggregator.HelmComparison;
import dev.regatta.aggregator.HelmRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole HELM runs: every statistic that we implement, perturbed and repeated runs included. */
class HelmRunGoldTest {

  static List<Path> runs() {
    return HelmRun.all();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void statistics(Path directory) {
    HelmRun run = new HelmRun(directory);
    Assumptions.assumeTrue(run.supported(), "adaptation method without statistics here");
    HelmComparison.compare(run, run.statistics());
  }
}
