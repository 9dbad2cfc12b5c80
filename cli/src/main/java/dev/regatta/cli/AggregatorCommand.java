package dev.regatta.cli;

import dev.regatta.aggregator.AggregatorMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Starts {@link AggregatorMain}, which reads the command line itself. */
@Command(
    name = "aggregator",
    description = "Lands completions and scores sweeps, as a process of its own.",
    customSynopsis = "regatta aggregator [--KEY VALUE]...",
    footer = "%nregatta aggregator --help lists every key.")
final class AggregatorCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    return AggregatorMain.run(arguments);
  }
}
