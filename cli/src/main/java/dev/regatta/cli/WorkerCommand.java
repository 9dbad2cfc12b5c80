package dev.regatta.cli;

import dev.regatta.worker.WorkerMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Starts {@link WorkerMain}, which reads the command line itself. */
@Command(
    name = "worker",
    description = "Answers the requests of one model's queue, as a process of its own.",
    customSynopsis = "regatta worker [--KEY VALUE]...",
    footer = "%nregatta worker --help lists every key.")
final class WorkerCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    return WorkerMain.run(arguments);
  }
}
