package dev.regatta.aggregator.job;

import dev.regatta.aggregator.statistics.Scored;
import dev.regatta.aggregator.statistics.Stat;
import org.apache.parquet.io.api.RecordConsumer;

/** The column repeats of instance_stats: metrics that several requests of an instance have. */
final class RepeatedScores {

  private RepeatedScores() {}

  static void write(RecordConsumer out, RunColumns run, Scored scored) {
    out.startGroup();
    boolean any = false;
    for (int i = 0; i < run.size(); i++) {
      Stat stat = scored.stat(run.metric(i));
      if (stat.count() > 1) {
        if (!any) {
          out.startField("list", 0);
          any = true;
        }
        out.startGroup();
        out.startField("element", 0);
        element(out, run, i, stat);
        out.endField("element", 0);
        out.endGroup();
      }
    }
    if (any) {
      out.endField("list", 0);
    }
    out.endGroup();
  }

  private static void element(RecordConsumer out, RunColumns run, int i, Stat stat) {
    out.startGroup();
    out.startField("metric", 0);
    out.addBinary(run.name(i));
    out.endField("metric", 0);
    out.startField("count", 1);
    out.addLong(stat.count());
    out.endField("count", 1);
    number(out, "sum", 2, stat.sum());
    number(out, "sum_squared", 3, stat.sumSquared());
    number(out, "min", 4, stat.min());
    number(out, "max", 5, stat.max());
    out.endGroup();
  }

  private static void number(RecordConsumer out, String name, int index, double value) {
    out.startField(name, index);
    out.addDouble(value);
    out.endField(name, index);
  }
}
