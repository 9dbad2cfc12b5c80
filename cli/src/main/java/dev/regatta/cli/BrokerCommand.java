package dev.regatta.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Starts {@link BrokerMain}, which reads the command line itself. */
@Command(
    name = "broker",
    description = "A Kafka broker for development: one node, reachable from this machine only.",
    customSynopsis = "regatta broker [--KEY VALUE]...",
    footer = "%nregatta broker --help lists every key.")
final class BrokerCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    return BrokerMain.run(arguments);
  }
}
