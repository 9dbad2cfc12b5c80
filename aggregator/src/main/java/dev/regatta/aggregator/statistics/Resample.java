package dev.regatta.aggregator.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Which items of a sample a bootstrap replicate has, and how often: counts in place of copies.
 * Changed from replicate to replicate, so a statistic must not keep it.
 */
public final class Resample {
  /** Below one draw for so many items, a pass over all of them costs more than the draws. */
  private static final int SPARSE = 8;

  private final int[] counts;
  private final int[] drawn;
  private int size;

  /** Every item once. */
  public Resample(int items) {
    counts = new int[items];
    drawn = new int[items];
    Arrays.fill(counts, 1);
    Arrays.setAll(drawn, i -> i);
    size = items;
  }

  /** Items of the sample. */
  public int items() {
    return counts.length;
  }

  /** Distinct items drawn. */
  public int size() {
    return size;
  }

  /** The k-th of them; they ascend. */
  public int item(int k) {
    return drawn[k];
  }

  /** How often an item was drawn; 0 where it was not. */
  public int count(int item) {
    return counts[item];
  }

  /** Whether so few were drawn that a pass over all items is to be avoided. */
  boolean sparse() {
    return size < counts.length / SPARSE;
  }

  /**
   * Draws so many items with replacement: multinomial counts. Where they are few of many, about so
   * many: Poisson counts, which hardly differ then.
   */
  public void draw(SplittableRandom random, int draws) {
    clear();
    if (draws < counts.length / SPARSE) {
      drawFew(random, (double) counts.length / draws);
      return;
    }
    for (int i = 0; i < draws; i++) {
      counts[random.nextInt(counts.length)]++;
    }
    list();
  }

  /** The points of a Poisson process over the items, which come in their order. */
  private void drawFew(SplittableRandom random, double meanGap) {
    SharedStateContinuousSampler gaps = ZigguratSampler.Exponential.of(random::nextLong, meanGap);
    double at = gaps.sample();
    while (at < counts.length) {
      int item = (int) at;
      if (counts[item]++ == 0) {
        drawn[size++] = item;
      }
      at += gaps.sample();
    }
  }

  /** Every item once but those of one of so many groups: number modulo groups. */
  void leaveOut(int group, int groups) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = i % groups == group ? 0 : 1;
    }
    list();
  }

  private void list() {
    size = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        drawn[size++] = i;
      }
    }
  }

  private void clear() {
    for (int k = 0; k < size; k++) {
      counts[drawn[k]] = 0;
    }
    size = 0;
  }
}
