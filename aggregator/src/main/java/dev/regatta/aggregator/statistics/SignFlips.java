package dev.regatta.aggregator.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Permutation test that terms are symmetric around 0: under that hypothesis each could as well have
 * the other sign (Fisher, The Design of Experiments, 1935, section 21).
 *
 * <p>Up to {@value #EXACT} terms other than 0, all flips are tried; else {@value #DRAWS} random
 * ones, seeded by the terms, the observed signs counting as one of them, so that p is never 0
 * (Phipson and Smyth 2010). Beyond {@value #MOST} terms some have their sign in common, which is as
 * valid a test.
 */
public final class SignFlips {
  static final int EXACT = 16;
  private static final int DRAWS = 9_999;
  private static final int MOST = 1 << 14;

  /** Terms whose sums over any subset are looked up together. */
  private static final int GROUP = 8;

  /** Equal sums may differ in their last bits. */
  private static final double TOLERANCE = 1e-12;

  private final double total;
  private final double observed;
  private final double[][] subsets;

  private SignFlips(double[] terms) {
    total = Arrays.stream(terms).sum();
    observed = Math.abs(total) - TOLERANCE * Arrays.stream(terms).map(Math::abs).sum();
    subsets = new double[(terms.length + GROUP - 1) / GROUP][];
    for (int group = 0; group < subsets.length; group++) {
      int from = group * GROUP;
      subsets[group] =
          subsetSums(Arrays.copyOfRange(terms, from, Math.min(from + GROUP, terms.length)));
    }
  }

  /** Two-sided p value of the sum of the terms; 1 where all are 0. */
  public static double pValue(double[] terms) {
    double[] flipped = together(Arrays.stream(terms).filter(term -> term != 0).toArray());
    SignFlips test = new SignFlips(flipped);
    return flipped.length <= EXACT
        ? test.everyFlip(flipped.length)
        : test.randomFlips(new SplittableRandom(seed(flipped)));
  }

  private static double[] together(double[] terms) {
    if (terms.length <= MOST) {
      return terms;
    }
    double[] blocks = new double[MOST];
    for (int i = 0; i < terms.length; i++) {
      blocks[i % MOST] += terms[i];
    }
    return blocks;
  }

  /** The same whichever side a difference is seen from. */
  private static long seed(double[] terms) {
    long seed = 1;
    for (double term : terms) {
      seed = 31 * seed + Double.doubleToLongBits(Math.abs(term));
    }
    return seed;
  }

  /** Sums of all subsets; the bits of the index are the terms in it. */
  private static double[] subsetSums(double[] terms) {
    double[] sums = new double[1 << terms.length];
    for (int subset = 1; subset < sums.length; subset++) {
      int lowest = Integer.numberOfTrailingZeros(subset);
      sums[subset] = sums[subset & (subset - 1)] + terms[lowest];
    }
    return sums;
  }

  private double everyFlip(int terms) {
    int flips = 1 << terms;
    int asFar = 0;
    for (int flip = 0; flip < flips; flip++) {
      double sum = 0;
      for (int group = 0; group < subsets.length; group++) {
        sum += subsets[group][flip >> (group * GROUP) & (subsets[group].length - 1)];
      }
      asFar += asFar(sum) ? 1 : 0;
    }
    return (double) asFar / flips;
  }

  private double randomFlips(SplittableRandom random) {
    int asFar = 1;
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      long bits = 0;
      for (int group = 0; group < subsets.length; group++) {
        bits = group % (Long.SIZE / GROUP) == 0 ? random.nextLong() : bits >>> GROUP;
        sum += subsets[group][(int) bits & (subsets[group].length - 1)];
      }
      asFar += asFar(sum) ? 1 : 0;
    }
    return asFar / (DRAWS + 1.0);
  }

  /** Whether the sum with the terms of this sum flipped is as far from 0 as the observed one. */
  private boolean asFar(double flipped) {
    return Math.abs(total - 2 * flipped) >= observed;
  }
}
