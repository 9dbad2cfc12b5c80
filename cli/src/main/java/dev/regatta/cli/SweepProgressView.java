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

  /** After this long without an outcome the rate, which falls for ever, tells nothing. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

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
    Rate rate = rates.computeIfAbsent(model, name -> new Rate());
    rate.update(done - counts.reused());
    StringBuilder line = new StringBuilder();
    line.append(model).append("  ").append(bar(done, counts)).append("  ");
    line.append(Format.count(done)).append(" of ").append(Format.count(counts.planned()));
    line.append(counts.planComplete() ? " requests" : "+ requests (planning)");
    if (!counts.balanced()) {
      line.append(speed(rate, counts));
    }
    line.append(", ").append(Format.count(counts.quarantined())).append(" failed");
    return line.toString();
  }

  private static String speed(Rate rate, Ledger.Counts counts) {
    if (rate.silence().compareTo(SILENCE) >= 0) {
      return ", none for " + Format.duration(rate.silence());
    }
    if (rate.perSecond <= 0) {
      return "";
    }
    String speed = ", " + Format.rate(rate.perSecond);
    if (counts.open() == 0 || !counts.planComplete()) {
      return speed;
    }
    long seconds = (long) Math.ceil(counts.open() / rate.perSecond);
    return speed + ", " + Format.duration(Duration.ofSeconds(seconds)) + " left";
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
    private long lastOutcome = lastNanos;
    private long lastCount;
    private double perSecond;

    void update(long count) {
      long now = nanoTime.getAsLong();
      double seconds = (now - lastNanos) / 1e9;
      if (count != lastCount) {
        lastOutcome = now;
      }
      if (seconds > 0.1) {
        double share = perSecond == 0 ? 1 : 1 - Math.exp(-seconds / RATE_SECONDS);
        perSecond += share * ((count - lastCount) / seconds - perSecond);
        lastNanos = now;
        lastCount = count;
      }
    }

    Duration silence() {
      return Duration.ofNanos(nanoTime.getAsLong() - lastOutcome);
    }
  }
}
