package dev.regatta.aggregator.statistics;

import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.GoldFiles;
import dev.regatta.gold.Tolerance;
import dev.regatta.protocol.RegattaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * AlpacaEval's leaderboards ({@code leaderboard_NAME.csv}) beside the preferences of each model
 * ({@code NAME/MODEL.csv}): win rates and their standard errors in percent. A preference is 1 where
 * the reference won and 2 where the model did; 0 and 1.5 are draws, and where there is none the
 * comparison does not count.
 */
final class WinRateGold implements GoldCheck {
  private static final String PREFIX = "leaderboard_";
  private static final String SUFFIX = ".csv";
  private static final String WIN_RATE = "win_rate";
  private static final String PREFERENCE = "preference";
  private static final double DRAW = 1.5;
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setAllowMissingColumnNames(true)
          .get();

  @Override
  public String kind() {
    return "win-rates";
  }

  @Override
  public String about() {
    return "AlpacaEval's win rates and their standard errors";
  }

  @Override
  public boolean recognises(Path path) {
    String name = path.getFileName().toString();
    if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
      return false;
    }
    try (BufferedReader in = Files.newBufferedReader(path)) {
      String header = in.readLine();
      return header != null && header.contains(WIN_RATE);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void check(Path gold, Findings findings) {
    String name = gold.getFileName().toString();
    Path models =
        gold.resolveSibling(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    try (Reader in = Files.newBufferedReader(gold);
        CSVParser rows = FORMAT.parse(in)) {
      for (CSVRecord row : rows) {
        check(row, models, findings);
      }
    } catch (IOException e) {
      throw RegattaException.user(gold + ": cannot be read: " + e.getMessage());
    }
  }

  private static void check(CSVRecord row, Path models, Findings findings) {
    String model = row.get(0);
    Optional<Moments> wins;
    try {
      wins = wins(models.resolve(model + SUFFIX));
    } catch (RegattaException e) {
      findings.fail("(models)", model, "a file of preferences", e.getMessage());
      return;
    }
    for (Map.Entry<String, String> column : row.toMap().entrySet()) {
      if (!column.getKey().isEmpty() && !column.getValue().isEmpty()) {
        check(model, column.getKey(), column.getValue(), wins, findings);
      }
    }
  }

  private static void check(
      String model, String column, String value, Optional<Moments> wins, Findings findings) {
    if (wins.isEmpty()) {
      findings.unknown(column, "no preferences of the model");
      return;
    }
    Moments moments = wins.get();
    Map<String, DoubleSupplier> ours =
        Map.of(
            WIN_RATE,
            () -> 100 * moments.mean(),
            "standard_error",
            () -> 100 * Interval.ofMean(moments).stderr(),
            "n_total",
            moments::count);
    if (ours.containsKey(column)) {
      findings.close(column, model, Double.parseDouble(value), ours.get(column), Tolerance.USUAL);
    } else {
      findings.unknown(column, "no such statistic");
    }
  }

  /** The share of each win that is the model's; empty where there is no such file. */
  private static Optional<Moments> wins(Path file) {
    if (!GoldFiles.has(file)) {
      return Optional.empty();
    }
    Moments wins = new Moments();
    try (Reader in = Files.newBufferedReader(file);
        CSVParser rows = FORMAT.parse(in)) {
      for (CSVRecord row : rows) {
        if (!row.get(PREFERENCE).isEmpty()) {
          double preference = Double.parseDouble(row.get(PREFERENCE));
          wins.add((preference == 0 ? DRAW : preference) - 1);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw RegattaException.user(file + ": " + e.getMessage());
    }
    return Optional.of(wins);
  }
}
