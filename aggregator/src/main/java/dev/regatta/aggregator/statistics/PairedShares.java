package dev.regatta.aggregator.statistics;

/**
 * Pairs of zeros and ones.
 *
 * @param both pairs of two ones
 * @param first pairs whose first is the one
 * @param second pairs whose second is the one
 * @param neither pairs of two zeros
 */
record PairedShares(long both, long first, long second, long neither) {

  static PairedShares of(double[] a, double[] b) {
    long[] cells = new long[4];
    for (int i = 0; i < a.length; i++) {
      cells[(a[i] == 1 ? 2 : 0) + (b[i] == 1 ? 1 : 0)]++;
    }
    return new PairedShares(cells[3], cells[2], cells[1], cells[0]);
  }

  /**
   * Of the difference of the two shares: Newcombe's method 10, Wilson's intervals squared and added
   * with the correlation of the pairs (Statistics in Medicine 17, 1998, 2635-2650). Stays inside
   * [-1, 1] and does not collapse where no pair differs. Not of a single pair.
   */
  Interval interval(double stderr) {
    long n = both + first + second + neither;
    if (n < 2) {
      return Interval.unknown(n);
    }
    Interval a = Interval.ofProportion(both + first, n);
    Interval b = Interval.ofProportion(both + second, n);
    double shareA = (double) (both + first) / n;
    double shareB = (double) (both + second) / n;
    double correlation = correlation(n);
    double low = apart(shareA - a.low(), b.high() - shareB, correlation);
    double high = apart(a.high() - shareA, shareB - b.low(), correlation);
    double difference = shareA - shareB;
    return new Interval(n, stderr, difference - low, difference + high);
  }

  private static double apart(double x, double y, double correlation) {
    return Math.sqrt(Math.max(0, x * x - 2 * correlation * x * y + y * y));
  }

  /** Phi with Newcombe's correction of a positive one. */
  private double correlation(double n) {
    double product =
        ((double) both + first) * (second + neither) * ((double) both + second) * (first + neither);
    double numerator = (double) both * neither - (double) first * second;
    double corrected = numerator > 0 ? Math.max(numerator - n / 2, 0) : numerator;
    return product == 0 ? 0 : corrected / Math.sqrt(product);
  }
}
