package dev.regatta.cli;

import dev.regatta.aggregator.gold.AggregatorGold;
import dev.regatta.coordinator.gold.CoordinatorGold;
import dev.regatta.gold.Companions;
import dev.regatta.gold.Difference;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.GoldReport;
import dev.regatta.gold.GoldResult;
import dev.regatta.gold.GoldVerifier;
import dev.regatta.gold.PartResult;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares Regatta with what other tools computed. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Compares Regatta with what other tools computed.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {VerifyCommand.Gold.class, CommandLine.HelpCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {"  regatta verify gold gold"})
final class VerifyCommand {

  /** Recorded cases. */
  @Command(
      name = "gold",
      mixinStandardHelpOptions = true,
      description = {
        "Computes every recorded case below a directory anew and prints, for each file and"
            + " each metric or part of it, how many agree and the first that does not.",
        "Recognised by name or content: cases of HELM's metrics, perturbations, prompts,"
            + " statistics and sampling; of lm-evaluation-harness, lighteval and Inspect; whole"
            + " runs and suites of HELM. What Regatta does not know is listed as not known and"
            + " never counts as passed. See docs/verify.md."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  regatta verify gold gold                     every case below the directory gold",
        "  regatta verify gold gold --only perturb      one kind, or the files of a name",
        "  regatta verify gold benchmark_output/runs/v1 a suite of HELM's: its statistics, tables",
        "  regatta verify gold gold --json              with up to 100 differences of each part",
        "",
        "Exit codes: 0 all agree, 1 some do not, 2 wrong input."
      })
  static final class Gold implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Directory with gold, or one file of it.")
    private Path directory;

    @Option(
        names = "--only",
        paramLabel = "NAME",
        description = "Only files whose path has this in it, or kinds whose name has.")
    private Optional<String> only;

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description =
            "Word lists and data sets that gold refers to (word_lists/..., mmlu/...). Default:"
                + " beside the gold, or in a directory data beside one above it.")
    private Optional<Path> data;

    @Option(
        names = "--perturbation-data",
        paramLabel = "DIR",
        description =
            "Lists that perturbations need and the gold does not bring (WordNet's synonyms, names,"
                + " Chinese dictionaries), laid out as HELM's benchmark_output/perturbations.")
    private Optional<Path> perturbations;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    record Report(
        boolean passed,
        long agreed,
        long compared,
        long notKnown,
        List<GoldResult> results,
        List<String> filesNotKnown) {}

    @Override
    public Integer call() throws IOException {
      data.ifPresent(path -> requireDirectory("--data", path));
      perturbations.ifPresent(path -> requireDirectory("--perturbation-data", path));
      Terminal terminal = Terminal.system(json);
      try (Scratch scratch = new Scratch();
          AggregatorGold aggregator = new AggregatorGold(scratch.directory())) {
        List<GoldCheck> checks = new ArrayList<>();
        checks.addAll(
            CoordinatorGold.checks(new Companions(data), perturbations, scratch.directory()));
        checks.addAll(aggregator.checks());
        GoldReport report =
            new GoldVerifier(checks)
                .verify(directory, only, file -> terminal.status(List.of("Comparing " + file)));
        terminal.endStatus(false);
        if (json) {
          System.out.println(
              Json.text(
                  new Report(
                      report.allPassed(),
                      report.passed(),
                      report.total(),
                      report.unknown(),
                      report.results(),
                      report.unrecognised())));
        } else {
          print(report);
        }
        return report.allPassed() ? ExitCode.OK : ExitCode.FAILED;
      }
    }

    private static void requireDirectory(String option, Path path) {
      if (!Files.isDirectory(path)) {
        throw RegattaException.user(option + ": no such directory " + path);
      }
    }

    private static void print(GoldReport report) {
      TextTable table = new TextTable("file", "part", "passed", "first difference");
      for (GoldResult result : report.results()) {
        for (PartResult part : result.parts()) {
          table.row(result.file(), shortened(part.part(), 60), passed(part), difference(part));
        }
      }
      report.unrecognised().forEach(file -> table.row(file, "-", "not known", "of no known kind"));
      System.out.print(table);
      System.out.println();
      System.out.printf(
          "%s of %s cases as recorded, %s not known%n",
          Format.count(report.passed()),
          Format.count(report.total()),
          Format.count(report.unknown()));
    }

    private static String passed(PartResult part) {
      String compared = Format.count(part.passed()) + " of " + Format.count(part.total());
      if (part.unknown() == 0) {
        return compared;
      }
      String unknown = Format.count(part.unknown()) + " not known";
      return part.total() == 0 ? unknown : compared + ", " + unknown;
    }

    private static String difference(PartResult part) {
      List<Difference> differences = part.differences();
      if (!differences.isEmpty()) {
        return differences.get(0).toString();
      }
      return part.reason() == null ? "" : "not known: " + shortened(part.reason(), 100);
    }

    /** With its middle left out: names of runs differ at both ends. */
    private static String shortened(String text, int length) {
      int half = length / 2;
      return text.length() <= length
          ? text
          : text.substring(0, half) + "…" + text.substring(text.length() - half + 1);
    }
  }
}
