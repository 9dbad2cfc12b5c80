package dev.regatta.aggregator.metric;

import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.Tolerance;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Tables of runs with the times that HELM estimated for them, beside the profiles of their models.
 * The published profiles were fitted once more after these numbers, so they differ a little.
 */
final class EfficiencyGold implements GoldCheck {
  private static final String IDEALIZED = "inference_idealized_runtime";
  private static final String DENOISED = "inference_denoised_runtime";
  private static final String SCENARIO = "scenario";
  private static final String OUTPUT_TOKENS = "num_output_tokens";
  private static final String PROMPT_TOKENS = "num_prompt_tokens";
  private static final Tolerance REFITTED = new Tolerance(0.05, 0);
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setAllowMissingColumnNames(true)
          .get();

  @Override
  public String kind() {
    return "efficiency";
  }

  @Override
  public String about() {
    return "HELM's estimated run times, within 5% of profiles that were fitted anew";
  }

  @Override
  public boolean recognises(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith("inference_runtimes") && name.endsWith(".csv");
  }

  @Override
  public void check(Path gold, Findings findings) {
    Path directory = gold.toAbsolutePath().getParent();
    RuntimeProfiles profiles = MetricResources.of(directory).profiles();
    try (Reader in = Files.newBufferedReader(gold);
        CSVParser rows = FORMAT.parse(in)) {
      for (CSVRecord row : rows) {
        check(row, IDEALIZED, profiles.idealized(), findings);
        check(row, DENOISED, profiles.denoised(), findings);
      }
    } catch (IOException e) {
      throw RegattaException.user(gold + ": cannot be read: " + e.getMessage());
    }
  }

  private static void check(
      CSVRecord row,
      String column,
      Map<String, RuntimeProfiles.Profile> profiles,
      Findings findings) {
    if (!row.isMapped(column) || !row.isSet(column) || row.get(column).isEmpty()) {
      return;
    }
    if (!row.isMapped(PROMPT_TOKENS)) {
      findings.unknown(column, "no column " + PROMPT_TOKENS + ": means over requests");
      return;
    }
    String run = row.get(SCENARIO);
    RuntimeProfiles.Profile profile = profiles.get(model(run));
    if (profile == null) {
      findings.unknown(column, "no profile of " + model(run));
      return;
    }
    findings.close(
        column,
        run,
        Double.parseDouble(row.get(column)),
        () ->
            profile.seconds(
                Integer.parseInt(row.get(PROMPT_TOKENS)), Integer.parseInt(row.get(OUTPUT_TOKENS))),
        REFITTED);
  }

  private static String model(String run) {
    return run.substring(run.indexOf("model=") + "model=".length()).replaceFirst("_", "/");
  }
}
