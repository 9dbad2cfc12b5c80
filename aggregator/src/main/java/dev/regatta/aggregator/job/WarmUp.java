package dev.regatta.aggregator.job;

import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Scores tiny sweeps in a scratch directory, so that classes are loaded and the first compiler tier
 * has run when the real one comes. Takes some seconds and may run beside other work.
 */
public final class WarmUp {
  private final SparkSession spark;
  private final String jobs = "regatta-warm-up-" + UUID.randomUUID();

  public WarmUp(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Runs to its end, or until it is abandoned. Throws, also undeclared exceptions of Spark, where
   * it was abandoned or failed; neither harms the session.
   */
  public void run() {
    Path root = null;
    spark.sparkContext().setJobGroup(jobs, "warm-up", true);
    try {
      root = Files.createTempDirectory("regatta-warmup");
      deleteAtTheEndOfTheProcess(root);
      for (boolean perturbed : new boolean[] {false, true}) {
        WarmUpSweep sweep = new WarmUpSweep(Store.open(root.toString()), perturbed);
        sweep.write();
        new ScoreJob(spark).run(root.toString(), sweep.id());
      }
    } catch (IOException e) {
      throw RegattaException.resource("Cannot write a scratch sweep", e);
    } finally {
      spark.sparkContext().clearJobGroup();
      delete(root);
    }
  }

  /** Ends it as soon as can be, whether it runs on another thread or is still to come. */
  public void abandon() {
    spark.sparkContext().cancelJobGroupAndFutureJobs(jobs);
  }

  /** The thread may not live to do it: nobody waits for a warm-up. */
  private void deleteAtTheEndOfTheProcess(Path root) throws IOException {
    var path = new org.apache.hadoop.fs.Path(root.toUri());
    path.getFileSystem(spark.sparkContext().hadoopConfiguration()).deleteOnExit(path);
  }

  private static void delete(Path root) {
    if (root == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw RegattaException.resource("Cannot delete " + root, e);
    }
  }
}
