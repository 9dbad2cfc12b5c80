package dev.regatta.cli;

import dev.regatta.coordinator.api.SweepView;
import dev.regatta.protocol.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that tell a coordinator what to do with a sweep. */
final class SweepCommands {
  private SweepCommands() {}

  /** What they have in common; each is called as in the coordinator's API. */
  abstract static class Base implements Callable<Integer> {
    @Parameters(paramLabel = "SWEEP", description = "Id of the sweep or its start.")
    private String sweep;

    @Mixin private ServerOptions server;

    @Option(names = "--json", description = "Print the sweep as JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      ApiClient client = server.client();
      SweepView view = client.command(client.find(Optional.of(sweep)).id(), spec.name());
      System.out.println(json ? Json.text(view) : SweepViews.outcome(view));
      return ExitCode.OK;
    }
  }

  /** Stops a sweep for now. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = {
        "Stops a sweep for now: workers drop what is queued of it. What is answered stays.",
        "`regatta resume` goes on."
      },
      footerHeading = "%nExamples:%n",
      footer = "  regatta pause quickstart --server http://localhost:8090")
  static final class Pause extends Base {}

  /** Goes on with a sweep. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description =
          "Goes on with a sweep that was paused or cancelled or has failed: sends what is missing.",
      footerHeading = "%nExamples:%n",
      footer = "  regatta resume quickstart --server http://localhost:8090")
  static final class Resume extends Base {}

  /** Stops a sweep for good. */
  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description =
          "Stops a sweep for good: workers drop what is queued of it. What is answered stays.",
      footerHeading = "%nExamples:%n",
      footer = "  regatta cancel quickstart --server http://localhost:8090")
  static final class Cancel extends Base {}

  /** Asks once more. */
  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = {
        "Sends the quarantined requests of a sweep once more, and no other.",
        "An answer takes the place of the quarantine; the sweep is scored anew."
      },
      footerHeading = "%nExamples:%n",
      footer = "  regatta retry quickstart --server http://localhost:8090")
  static final class Retry extends Base {}
}
