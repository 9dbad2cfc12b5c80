package dev.regatta.cli;

import dev.regatta.coordinator.progress.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Progress lines of a sweep: one per model with counts, rate over the last seconds and time left.
 */
final class SweepProgressView {
  private static final int BAR = 24;

  /** Rates are taken over this many seconds, so they follow the engine without jumping about. */
  private static final double RATE_SECONDS = 10;

  private final LongSupplier nanoTime;
  private final Map<String, Rate> rates = new HashMap<>();

  SweepProgressView(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  List<String> lines(Map<String, Ledger.Counts> progress) {
    List<String> lines = new ArrayList<>();
    progress.forEach((model, counts) -> lines.add(line(model, counts)));
    return lines;
  }

  private String line(String model, Ledger.Counts counts) {
    int done = counts.completed() + counts.quarantined();
    double perSecond =
        rates.computeIfAbsent(model, name -> new Rate()).update(done - counts.reused());
    StringBuilder line = new StringBuilder();
    line.append(model).append("  ").append(bar(done, counts)).append("  ");
    line.append(Format.count(done)).append(" of ").append(Format.count(counts.planned()));
    line.append(counts.planComplete() ? " requests" : "+ requests (planning)");
    if (perSecond > 0 && !counts.balanced()) {
      line.append(", ").append(Format.rate(perSecond));
      if (counts.open() > 0 && counts.planComplete()) {
        long seconds = (long) Math.ceil(counts.open() / perSecond);
        line.append(", ").append(Format.duration(Duration.ofSeconds(seconds))).append(" left");
      }
    }
    line.append(", ").append(Format.count(counts.quarantined())).append(" failed");
    return line.toString();
  }

  private static String bar(int done, Ledger.Counts counts) {
    int filled = counts.planned() == 0 ? 0 : (int) ((long) BAR * done / counts.planned());
    int percent = counts.planned() == 0 ? 0 : (int) (100L * done / counts.planned());
    return "["
        + "#".repeat(filled)
        + ".".repeat(BAR - filled)
        + String.format(Locale.ROOT, "] %3d%%", percent);
  }

  /** Exponentially forgetting rate of a count. */
  private final class Rate {
    private long lastNanos = nanoTime.getAsLong();
    private long lastCount;
    private double perSecond;

    double update(long count) {
      double seconds = (nanoTime.getAsLong() - lastNanos) / 1e9;
      if (seconds > 0.1) {
        double now = (count - lastCount) / seconds;
        double share = perSecond == 0 ? 1 : 1 - Math.exp(-seconds / RATE_SECONDS);
        perSecond += share * (now - perSecond);
        lastNanos = nanoTime.getAsLong();
        lastCount = count;
      }
      return perSecond;
    }
  }
}
