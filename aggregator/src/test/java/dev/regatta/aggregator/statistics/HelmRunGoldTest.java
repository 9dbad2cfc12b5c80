package dev.regatta.aggregator.statistics;

import dev.regatta.aggregator.HelmComparison;
import dev.regatta.aggregator.HelmRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

  static List<Path> published() {
    return HelmRun.published();
  }

  /** Older releases on other machines: confidences that tie were sorted differently. */
  @ParameterizedTest
  @MethodSource("published")
  void publishedStatistics(Path directory) {
    HelmRun run = new HelmRun(directory);
    Assumptions.assumeTrue(
        run.spec().adapter().method().equals("multiple_choice_joint"), "scored by a judge");
    HelmComparison.compare(
        run, run.statistics(), Set.of("selective_cov_acc_area", "selective_acc@10"));
  }
}
