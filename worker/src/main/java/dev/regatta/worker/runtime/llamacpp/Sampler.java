package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.Decoding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Chooses the next token: the most likely one at temperature 0, otherwise a draw from the softmax
 * at the temperature, cut to the nucleus of mass {@code topP}. Presence and frequency penalties are
 * those of OpenAI's API: subtracted from the logits of tokens generated before.
 */
final class Sampler {
  private final Decoding decoding;
  private final Random random;
  private final Map<Integer, Integer> counts = new HashMap<>();

  Sampler(Decoding decoding, Random random) {
    this.decoding = decoding;
    this.random = random;
  }

  int next(float[] logits) {
    float[] adjusted = penalised(logits);
    int token = decoding.temperature() == 0 ? Logits.argmax(adjusted) : draw(adjusted);
    counts.merge(token, 1, Integer::sum);
    return token;
  }

  private float[] penalised(float[] logits) {
    if (decoding.presencePenalty() == 0 && decoding.frequencyPenalty() == 0) {
      return logits;
    }
    float[] adjusted = logits.clone();
    counts.forEach(
        (token, count) ->
            adjusted[token] -=
                (float) (decoding.presencePenalty() + count * decoding.frequencyPenalty()));
    return adjusted;
  }

  private int draw(float[] logits) {
    double max = logits[Logits.argmax(logits)];
    double[] weights = new double[logits.length];
    double total = 0;
    for (int i = 0; i < logits.length; i++) {
      weights[i] = Math.exp((logits[i] - max) / decoding.temperature());
      total += weights[i];
    }
    double point = random.nextDouble();
    if (decoding.topP() >= 1) {
      return walk(IntStream.range(0, weights.length).toArray(), weights, point * total);
    }
    return drawFromNucleus(weights, total, point);
  }

  /** The nucleus is the fewest likeliest tokens that reach the mass; ties go to the lower token. */
  private int drawFromNucleus(double[] weights, double total, double point) {
    // Weights below this cannot be in the nucleus: all of them together weigh less than 1 - topP.
    double floor = total * (1 - decoding.topP()) / weights.length;
    int[] likeliest =
        IntStream.range(0, weights.length)
            .filter(i -> weights[i] >= floor)
            .boxed()
            .sorted((a, b) -> Double.compare(weights[b], weights[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    double mass = 0;
    int size = 0;
    while (size < likeliest.length && (size == 0 || mass < decoding.topP() * total)) {
      mass += weights[likeliest[size++]];
    }
    return walk(Arrays.copyOf(likeliest, size), weights, point * mass);
  }

  private static int walk(int[] tokens, double[] weights, double point) {
    double reached = 0;
    int last = tokens[0];
    for (int token : tokens) {
      if (weights[token] > 0) {
        last = token;
        reached += weights[token];
        if (point < reached) {
          break;
        }
      }
    }
    return last;
  }
}
