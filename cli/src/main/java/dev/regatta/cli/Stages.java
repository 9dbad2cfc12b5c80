package dev.regatta.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Seconds from mark to mark of one execution, in order. */
public final class Stages {
  private final LongSupplier nanoTime;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long last;

  public Stages(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** The stage that ends now. */
  public void end(String stage) {
    long now = nanoTime.getAsLong();
    seconds.merge(stage, (now - last) / 1e9, Double::sum);
    last = now;
  }

  /**
   * Gives a part of a stage that has ended a name of its own: one thread did both in turns.
   *
   * @param share no more than the stage has
   */
  public void split(String stage, String part, double share) {
    Map<String, Double> before = new LinkedHashMap<>(seconds);
    seconds.clear();
    before.forEach(
        (name, all) -> {
          if (name.equals(stage)) {
            double taken = Math.min(all, share);
            seconds.put(stage, all - taken);
            seconds.put(part, taken);
          } else {
            seconds.put(name, all);
          }
        });
  }

  public Map<String, Double> seconds() {
    return seconds;
  }
}
