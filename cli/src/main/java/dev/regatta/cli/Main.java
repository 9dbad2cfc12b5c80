package dev.regatta.cli;

import dev.regatta.cli.bench.BenchCommand;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.life.Release;
import dev.regatta.service.log.Logs;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code regatta} command. */
@Command(
    name = "regatta",
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    description = "Runs large evaluations of foundation models.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      StatusCommand.class,
      ResultsCommand.class,
      QueryCommand.class,
      ScoreCommand.class,
      SummarizeCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      VerifyCommand.class,
      BenchCommand.class,
      SubmitCommand.class,
      SweepCommands.Pause.class,
      SweepCommands.Resume.class,
      SweepCommands.Cancel.class,
      SweepCommands.Retry.class,
      WorkersCommand.class,
      ChaosCommand.class,
      BrokerCommand.class,
      CoordinatorCommand.class,
      WorkerCommand.class,
      AggregatorCommand.class,
      SchemaCommand.class,
      DoctorCommand.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  regatta run examples/quickstart.yaml      a real sweep, from file to leaderboard",
      "  regatta plan examples/quickstart.yaml     what that would ask, without asking",
      "  regatta query \"SELECT * FROM stats\"       SQL over every result",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong input, 130 stopped by Ctrl-C."
    })
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"regatta " + Release.VERSION};
    }
  }

  public static void main(String[] args) {
    // Spark stops under its own tasks then, and what they say of that is nobody's concern.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> Logs.silence("org.apache.spark"), "silence"));
    int code;
    try {
      code = execute(args);
    } catch (Error e) {
      if (!ShutdownHooks.ending()) {
        throw e;
      }
      code = stopped(e);
    }
    System.exit(code);
  }

  /** Runs one command; returns its exit code. */
  static int execute(String... args) {
    return command().execute(args);
  }

  /** The command with all that are below it. */
  static CommandLine command() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((exception, args) -> refuse(exception))
        .setExecutionExceptionHandler((exception, command, result) -> report(exception));
  }

  /** Without the help of a command, below which the message would leave the screen. */
  private static int refuse(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(exception.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(exception, err)) {
      if (command.getSubcommands().isEmpty()) {
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
      } else {
        command.usage(err);
      }
    }
    return ExitCode.USER;
  }

  /** Libraries refuse to start in a process that ends; that is no failure of the command. */
  private static int stopped(Throwable refusal) {
    LOG.debug("Stopped", refusal);
    System.err.println("Stopped.");
    return ExitCode.INTERRUPTED;
  }

  private static int report(Exception exception) {
    if (ShutdownHooks.ending()) {
      return stopped(exception);
    }
    if (exception instanceof RegattaException known) {
      System.err.println(known.category() + ": " + known.getMessage());
      LOG.debug("Failed", known);
      if (known.category() == ErrorCategory.INTERNAL) {
        known.printStackTrace();
      }
      return ExitCode.of(known.category());
    }
    System.err.println("INTERNAL: " + exception);
    exception.printStackTrace();
    return ExitCode.FAILED;
  }
}
