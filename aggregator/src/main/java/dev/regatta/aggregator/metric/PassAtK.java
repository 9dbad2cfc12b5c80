package dev.regatta.aggregator.metric;

/** The unbiased estimator of pass@k (Chen et al. 2021). */
final class PassAtK {

  private PassAtK() {}

  /**
   * The probability that at least one of {@code k} draws without replacement passes.
   *
   * @param n answers
   * @param passed how many of them pass
   */
  static double estimate(int n, int passed, int k) {
    if (n - passed < k) {
      return 1;
    }
    double none = 1;
    for (int i = n - passed + 1; i <= n; i++) {
      none *= 1 - (double) k / i;
    }
    return 1 - none;
  }
}
