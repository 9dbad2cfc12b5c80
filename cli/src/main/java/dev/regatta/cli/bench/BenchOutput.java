package dev.regatta.cli.bench;

import dev.regatta.cli.ExitCode;
import dev.regatta.cli.Terminal;
import dev.regatta.protocol.Json;
import picocli.CommandLine.Option;

/** How benchmarks print. */
final class BenchOutput {
  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  int print(BenchReport report) {
    System.out.println(json ? Json.text(report) : report.text());
    return ExitCode.OK;
  }

  /** For what is shown meanwhile. */
  Terminal terminal() {
    return Terminal.system(json);
  }
}
