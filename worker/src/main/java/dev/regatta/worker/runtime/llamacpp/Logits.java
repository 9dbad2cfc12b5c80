package dev.regatta.worker.runtime.llamacpp;

/** Arithmetic over one row of raw logits, in double. */
final class Logits {
  private Logits() {}

  /** The index of the greatest value, the first of equals. */
  static int argmax(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Natural logarithm of the softmax at one index. */
  static double logProbability(float[] logits, int index) {
    double max = logits[argmax(logits)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    return logits[index] - max - Math.log(sum);
  }
}
