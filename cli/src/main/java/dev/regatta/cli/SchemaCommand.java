package dev.regatta.cli;

import dev.regatta.coordinator.sweep.SweepSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the JSON Schema of the files that users write. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Prints the JSON Schema of sweep or scenario files.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta schema > sweep.schema.json",
      "  regatta schema scenario > scenario.schema.json"
    })
final class SchemaCommand implements Callable<Integer> {
  /** Kinds of files. */
  enum Kind {
    SWEEP,
    SCENARIO
  }

  @Parameters(arity = "0..1", defaultValue = "sweep", description = "sweep (default) or scenario")
  private Kind kind;

  @Override
  public Integer call() {
    System.out.println(
        kind == Kind.SWEEP ? SweepSchema.generate() : SweepSchema.generateScenario());
    return ExitCode.OK;
  }
}
