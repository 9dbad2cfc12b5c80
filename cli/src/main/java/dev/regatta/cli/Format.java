package dev.regatta.cli;

import dev.regatta.aggregator.report.Leaderboard.Rank;
import dev.regatta.aggregator.report.Score;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Format {
  private Format() {}

  /** {@code 0.512 [0.470, 0.554]}; a dash for nothing. */
  static String score(Score score) {
    if (score == null) {
      return "-";
    }
    if (score.low() == null) {
      return String.format(Locale.ROOT, "%.3f", score.value());
    }
    return String.format(
        Locale.ROOT, "%.3f [%.3f, %.3f]", score.value(), score.low(), score.high());
  }

  /** {@code 2 [1, 3]}; a dash for nothing. */
  static String rank(Rank rank) {
    return rank == null ? "-" : "%d [%d, %d]".formatted(rank.rank(), rank.low(), rank.high());
  }

  static String pValue(double p) {
    return p < 1e-4 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  public static String rate(double perSecond) {
    return perSecond >= 100
        ? count(Math.round(perSecond)) + "/s"
        : String.format(Locale.ROOT, "%.1f/s", perSecond);
  }

  /** {@code 25 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  public static String bytes(long bytes) {
    return bytes < 1_000_000
        ? bytes / 1000 + " kB"
        : String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
  }
}
