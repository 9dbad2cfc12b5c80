package dev.regatta.gold;

/**
 * How far a number may be from the recorded one.
 *
 * @param relative share of the recorded number
 * @param absolute least distance that counts, for numbers that should be 0
 */
public record Tolerance(double relative, double absolute) {

  /** The same number. */
  public static final Tolerance EXACT = new Tolerance(0, 0);

  /** For arithmetic in another order: 1e-9 of the number. */
  public static final Tolerance USUAL = new Tolerance(1e-9, 1e-12);

  /** For what an iterative solver finds. */
  public static final Tolerance ITERATIVE = new Tolerance(1e-3, 1e-9);

  /** Whether the numbers agree; NaN agrees with NaN, an infinity with itself. */
  public boolean agree(double expected, double found) {
    return Double.compare(expected, found) == 0
        || expected == found
        || Double.isFinite(expected)
            && Math.abs(expected - found) <= Math.max(absolute, relative * Math.abs(expected));
  }
}
