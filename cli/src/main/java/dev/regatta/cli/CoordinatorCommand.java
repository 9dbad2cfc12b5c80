package dev.regatta.cli;

import dev.regatta.coordinator.service.CoordinatorMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Starts {@link CoordinatorMain}, which reads the command line itself. */
@Command(
    name = "coordinator",
    description = "Takes sweeps over HTTP and executes them, as a process of its own.",
    customSynopsis = "regatta coordinator [--KEY VALUE]...",
    footer = "%nregatta coordinator --help lists every key.")
final class CoordinatorCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    return CoordinatorMain.run(arguments);
  }
}
