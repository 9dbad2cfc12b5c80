package dev.regatta.aggregator.statistics;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimisation by limited-memory BFGS with the choices of L-BFGS-B 3.0 (Zhu, Byrd, Lu and Nocedal)
 * without bounds, and the tolerances of scikit-learn's logistic regression.
 */
final class Lbfgs {
  private static final int MEMORY = 10;
  private static final int MOST_ITERATIONS = 100;
  private static final double EPSILON = Math.ulp(1.0);
  private static final double GRADIENT = 1e-4;
  private static final double REDUCTION = 64 * EPSILON;

  private final Function function;
  private final Deque<Pair> history = new ArrayDeque<>();
  private double theta = 1;

  private Lbfgs(Function function) {
    this.function = function;
  }

  /** A function of several variables. */
  interface Function {
    /** The value; writes the gradient. */
    double at(double[] x, double[] gradient);
  }

  /** A step and the change of the gradient over it. */
  private record Pair(double[] step, double[] change) {}

  /** Where the search from zero ends. */
  static double[] minimise(int dimensions, Function function) {
    return new Lbfgs(function).search(new double[dimensions]);
  }

  private double[] search(double[] start) {
    double[] x = start;
    double[] gradient = new double[x.length];
    double value = function.at(x, gradient);
    for (int i = 0; i < MOST_ITERATIONS && greatest(gradient) > GRADIENT; i++) {
      double[] direction = direction(gradient);
      double first = i == 0 ? 1 / Math.sqrt(dot(direction, direction)) : 1;
      LineSearch line = new LineSearch(function, x, direction);
      if (!line.run(value, dot(gradient, direction), first)) {
        if (history.isEmpty()) {
          return x;
        }
        history.clear();
        theta = 1;
        continue;
      }
      remember(line, gradient, direction);
      double before = value;
      x = line.x();
      value = line.value();
      gradient = line.gradient();
      double scale = Math.max(Math.max(Math.abs(before), Math.abs(value)), 1);
      if (before - value <= REDUCTION * scale) {
        return x;
      }
    }
    return x;
  }

  private void remember(LineSearch line, double[] gradient, double[] direction) {
    double[] step = new double[direction.length];
    double[] change = new double[direction.length];
    for (int i = 0; i < step.length; i++) {
      step[i] = line.step() * direction[i];
      change[i] = line.gradient()[i] - gradient[i];
    }
    double curvature = dot(step, change);
    if (curvature > -EPSILON * dot(gradient, step)) {
      theta = dot(change, change) / curvature;
      history.addLast(new Pair(step, change));
      if (history.size() > MEMORY) {
        history.removeFirst();
      }
    }
  }

  /** The two-loop recursion. */
  private double[] direction(double[] gradient) {
    double[] q = gradient.clone();
    double[] weights = new double[history.size()];
    int i = weights.length;
    for (Iterator<Pair> pairs = history.descendingIterator(); pairs.hasNext(); ) {
      Pair pair = pairs.next();
      weights[--i] = dot(pair.step, q) / dot(pair.step, pair.change);
      add(q, -weights[i], pair.change);
    }
    for (int j = 0; j < q.length; j++) {
      q[j] /= theta;
    }
    for (Pair pair : history) {
      double weight = weights[i++] - dot(pair.change, q) / dot(pair.step, pair.change);
      add(q, weight, pair.step);
    }
    return Arrays.stream(q).map(v -> -v).toArray();
  }

  private static void add(double[] to, double weight, double[] vector) {
    for (int i = 0; i < to.length; i++) {
      to[i] += weight * vector[i];
    }
  }

  private static double greatest(double[] vector) {
    return Arrays.stream(vector).map(Math::abs).max().orElse(0);
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
