package dev.regatta.cli.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures Regatta itself. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Regatta's own speed; docs/benchmarks.md has method, goals and results.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EndToEndBench.class,
      EndToEndBench.Smallest.class,
      ServerBench.class,
      EngineBench.class,
      ResumeBench.class,
      ScoreBench.class,
      ScoreBench.Runs.class,
      MetricsBench.class,
      ScaleBench.class,
      ScalingBench.class,
      PoolsBench.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta bench end-to-end --processes --requests 1000000",
      "  regatta bench server --slots 256 --millis 20",
      "  regatta bench scale --json",
      "  regatta bench scaling --plot scaling.svg"
    })
public final class BenchCommand {}
