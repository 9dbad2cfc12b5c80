package dev.regatta.aggregator.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Times the metrics job by hand: {@code ScoreBenchmark FOLDER REQUESTS PERTURBED ROUNDS [CORES]}.
 * The store is made where the folder has none.
 */
final class ScoreBenchmark {

  private ScoreBenchmark() {}

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    long start = System.nanoTime();
    SparkSession spark = SparkSessions.local(args.length > 4 ? Integer.parseInt(args[4]) : 2);
    System.out.printf("session %.1f s%n", (System.nanoTime() - start) / 1e9);
    if (!Files.exists(root.resolve("plans/sweeps"))) {
      new SyntheticStore(spark, root).write(Long.parseLong(args[1]), Boolean.parseBoolean(args[2]));
      System.out.println("store written; start again");
      return;
    }
    start = System.nanoTime();
    new WarmUp(spark).run();
    System.out.printf("warm-up %.1f s%n", (System.nanoTime() - start) / 1e9);
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      long cpu = cpuNanos();
      ScoreResult result = new ScoreJob(spark).run(root.toString(), SyntheticStore.SWEEP);
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          "%.2f s, %.2f s CPU, %,d MB in use, %s%n",
          result.seconds(),
          (cpuNanos() - cpu) / 1e9,
          (runtime.totalMemory() - runtime.freeMemory()) >> 20,
          result);
    }
  }
}
