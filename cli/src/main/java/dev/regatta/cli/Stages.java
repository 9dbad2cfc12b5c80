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

  public Map<String, Double> seconds() {
    return seconds;
  }
}
