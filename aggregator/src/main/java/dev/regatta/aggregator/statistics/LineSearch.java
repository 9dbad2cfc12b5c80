package dev.regatta.aggregator.statistics;

/**
 * The line search of Moré and Thuente (1994), MINPACK-2's {@code dcsrch} with L-BFGS-B's constants:
 * ends where the value has decreased enough and the slope is flat enough.
 */
final class LineSearch {
  private static final double DECREASE = 1e-3;
  private static final double FLATNESS = 0.9;
  private static final double INTERVAL = 0.1;
  private static final double LONGEST = 1e10;
  private static final int MOST_EVALUATIONS = 50;
  private static final double SHRINK = 0.66;

  private final Lbfgs.Function function;
  private final double[] origin;
  private final double[] direction;
  private final double[] x;
  private final double[] gradient;
  private double step;
  private double value;
  private double slope;

  private boolean bracketed;
  private double least;
  private double most;

  /** The best step so far and the other end of the interval, with values and slopes. */
  private Point best;

  private Point other;

  LineSearch(Lbfgs.Function function, double[] origin, double[] direction) {
    this.function = function;
    this.origin = origin;
    this.direction = direction;
    this.x = new double[origin.length];
    this.gradient = new double[origin.length];
  }

  private record Point(double step, double value, double slope) {
    /** The same less a line through the origin. */
    Point less(double incline) {
      return new Point(step, value - step * incline, slope - incline);
    }
  }

  double[] x() {
    return x;
  }

  double[] gradient() {
    return gradient;
  }

  double value() {
    return value;
  }

  double step() {
    return step;
  }

  /** Whether a step was found. */
  boolean run(double valueAtOrigin, double slopeAtOrigin, double firstStep) {
    if (slopeAtOrigin >= 0) {
      return false;
    }
    double incline = DECREASE * slopeAtOrigin;
    best = new Point(0, valueAtOrigin, slopeAtOrigin);
    other = best;
    step = Math.min(firstStep, LONGEST);
    least = 0;
    most = step + 4 * step;
    double width = LONGEST;
    double widthBefore = 2 * width;
    boolean flattening = false;
    for (int i = 0; i < MOST_EVALUATIONS; i++) {
      evaluate();
      double limit = valueAtOrigin + step * incline;
      flattening |= value <= limit && slope >= 0;
      if (ended(limit, incline, slopeAtOrigin)) {
        return true;
      }
      if (!flattening && value <= best.value && value > limit) {
        Point here = new Point(step, value, slope).less(incline);
        best = best.less(incline);
        other = other.less(incline);
        advance(here);
        best = best.less(-incline);
        other = other.less(-incline);
      } else {
        advance(new Point(step, value, slope));
      }
      if (bracketed) {
        double now = Math.abs(other.step - best.step);
        if (now >= SHRINK * widthBefore) {
          step = best.step + (other.step - best.step) / 2;
        }
        widthBefore = width;
        width = now;
      }
      bound();
    }
    return false;
  }

  private void evaluate() {
    for (int i = 0; i < x.length; i++) {
      x[i] = origin[i] + step * direction[i];
    }
    value = function.at(x, gradient);
    slope = Lbfgs.dot(gradient, direction);
  }

  private boolean ended(double limit, double incline, double slopeAtOrigin) {
    boolean exhausted =
        bracketed && (step <= least || step >= most || most - least <= INTERVAL * most);
    boolean farthest = step == LONGEST && value <= limit && slope <= incline;
    return exhausted || farthest || value <= limit && Math.abs(slope) <= -FLATNESS * slopeAtOrigin;
  }

  private void bound() {
    if (bracketed) {
      least = Math.min(best.step, other.step);
      most = Math.max(best.step, other.step);
    } else {
      least = step + 1.1 * (step - best.step);
      most = step + 4 * (step - best.step);
    }
    step = Math.min(Math.max(step, 0), LONGEST);
    if (bracketed && (step <= least || step >= most || most - least <= INTERVAL * most)) {
      step = best.step;
    }
  }

  /** Chooses the next step by interpolation and narrows the interval. */
  private void advance(Point here) {
    boolean turned = here.slope * Math.signum(best.slope) < 0;
    double next = next(here, turned);
    if (here.value > best.value) {
      other = here;
    } else {
      if (turned) {
        other = best;
      }
      best = here;
    }
    step = next;
  }

  private double next(Point here, boolean turned) {
    if (here.value > best.value) {
      double cubic = best.step + cubic(best, here, false) * (here.step - best.step);
      double chord = (best.value - here.value) / (here.step - best.step) + best.slope;
      double quadratic = best.step + best.slope / chord / 2 * (here.step - best.step);
      bracketed = true;
      return Math.abs(cubic - best.step) < Math.abs(quadratic - best.step)
          ? cubic
          : cubic + (quadratic - cubic) / 2;
    }
    double secant = here.step + here.slope / (here.slope - best.slope) * (best.step - here.step);
    if (turned) {
      double cubic = here.step + cubic(here, best, false) * (best.step - here.step);
      bracketed = true;
      return farther(here, cubic, secant) ? cubic : secant;
    }
    if (Math.abs(here.slope) < Math.abs(best.slope)) {
      return flatter(here, secant);
    }
    if (bracketed) {
      return here.step + cubic(here, other, false) * (other.step - here.step);
    }
    return here.step > best.step ? most : least;
  }

  /** The slope has become less steep without a change of its sign. */
  private double flatter(Point here, double secant) {
    double ratio = cubic(here, best, true);
    double cubic;
    if (ratio < 0) {
      cubic = here.step + ratio * (best.step - here.step);
    } else {
      cubic = here.step > best.step ? most : least;
    }
    if (bracketed) {
      double next = farther(here, cubic, secant) ? secant : cubic;
      double limit = here.step + SHRINK * (other.step - here.step);
      return here.step > best.step ? Math.min(limit, next) : Math.max(limit, next);
    }
    double next = farther(here, cubic, secant) ? cubic : secant;
    return Math.min(Math.max(next, least), most);
  }

  private static boolean farther(Point from, double a, double b) {
    return Math.abs(a - from.step) > Math.abs(b - from.step);
  }

  /**
   * Where the cubic through two points has its minimum, in units of their distance from the first.
   *
   * @param open whether there may be none: a non-negative result then says so
   */
  private static double cubic(Point from, Point to, boolean open) {
    double theta = 3 * (from.value - to.value) / (to.step - from.step) + from.slope + to.slope;
    double scale = Math.max(Math.abs(theta), Math.max(Math.abs(from.slope), Math.abs(to.slope)));
    double square = theta / scale * (theta / scale) - from.slope / scale * (to.slope / scale);
    double gamma = scale * Math.sqrt(Math.max(0, square));
    if (to.step < from.step) {
      gamma = -gamma;
    }
    double above = gamma - from.slope + theta;
    if (open) {
      double ratio = above / (gamma + (to.slope - from.slope) + gamma);
      return gamma == 0 ? 0 : ratio;
    }
    return above / (gamma - from.slope + gamma + to.slope);
  }
}
