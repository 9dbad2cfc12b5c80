package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.service.life.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anything starts: exit code 2, a message, nothing written. */
class CommandLineTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  @TempDir private Path directory;

  @Test
  void numbersOutOfBoundsAreToldAllAtOnce() {
    refused(
        Cli.regatta(
            "run", example("simulated"), store(), "--workers=0", "--lanes=-1", "--partitions=0"),
        "--workers: 0 (expected: 1 to 64)",
        "--lanes: -1 (expected: 0 to 64)",
        "--partitions: 0 (expected: 1 to 256)");
    refused(Cli.regatta("bench", "end-to-end", "--requests", "0"), "--requests: 0 (expected: 1 to");
    refused(
        Cli.regatta("query", "SELECT 1", "--max-rows=0", "--timeout=" + Long.MAX_VALUE, store()),
        "--max-rows: 0 (expected: 1 to",
        "--timeout: " + Long.MAX_VALUE + " (expected: 1 to 86400)");
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(Cli.regatta("--version").out()).isEqualTo("regatta " + Release.VERSION + "\n");
  }

  @Test
  void aStoreThatIsAFileIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "kept");
    for (String command : new String[] {"run", "plan"}) {
      refused(
          Cli.regatta(command, example("simulated"), "--store=" + file),
          file + " is a file (expected: a directory)");
    }
    refused(Cli.regatta("status", "--store=" + file), "is a file");
    assertThat(file).content().isEqualTo("kept");
  }

  @Test
  void anEmptyStoreIsNotTheCurrentDirectory() {
    for (String command : new String[] {"run", "plan"}) {
      refused(
          Cli.regatta(command, example("simulated"), "--store="), "--store is empty (expected:");
    }
    refused(Cli.regatta("query", "SELECT 1", "--store="), "--store is empty");
  }

  @Test
  void aFileThatCannotBeWrittenIsRefused() throws IOException {
    Path store = Files.createDirectory(directory.resolve("there"));
    Path file = directory.resolve("missing").resolve("x.csv");
    refused(
        Cli.regatta("query", "SELECT 1", "--store=" + store, "--output=" + file),
        "--output: cannot write " + file + " (expected: a file in a directory that is there)");
  }

  @Test
  void namesOfModelsAreNotPassedOver() {
    refused(
        Cli.regatta("export", "helm", "--suite=v1", "--models=names.yaml", directory + "/out"),
        "--models: names.yaml without a leaderboard (expected: --schema with it)");
  }

  /** Lists of commands show the first paragraph of each alone. */
  @Test
  void theFirstParagraphOfEveryHelpIsWhole() {
    assertThat(descriptions(Main.command()))
        .isNotEmpty()
        .allSatisfy((command, paragraph) -> assertThat(paragraph).as(command).endsWith("."));
  }

  private static Map<String, String> descriptions(CommandLine command) {
    Map<String, String> found = new TreeMap<>();
    command
        .getSubcommands()
        .values()
        .forEach(
            child -> {
              found.putAll(descriptions(child));
              String[] description = child.getCommandSpec().usageMessage().description();
              if (description.length > 0) {
                found.put(child.getCommandSpec().qualifiedName(), description[0]);
              }
            });
    return found;
  }

  @Test
  void aStoreThatIsNotThereIsToldToWhomNamesIt() {
    for (String command : new String[] {"status", "results"}) {
      refused(
          Cli.regatta(command, store()), directory.resolve("store") + " does not exist (expected:");
    }
  }

  @Test
  void addressesAndTokensAreCheckedAndNotShown() throws IOException {
    refused(
        Cli.regatta("workers", "--server=http://me:secret-1@host"),
        "--server",
        "no address such as");
    refused(Cli.regatta("status", "--server=http://a b"), "no address such as");
    Path token = Files.writeString(directory.resolve("token"), "secret-1\nsecret-2\n");
    Cli wrong = Cli.regatta("workers", "--server=http://localhost:1", "--token-file=" + token);
    refused(wrong, "--token-file: " + token + " has no token (expected: one line of text)");
    assertThat(wrong.err()).doesNotContain("secret");
  }

  @Test
  void nothingIsFetchedBeforeTermsAreAccepted() {
    Path cache = directory.resolve("cache");
    for (String command : new String[] {"run", "plan"}) {
      refused(
          Cli.regatta(command, example("gemma3-270m"), store(), "--cache=" + cache),
          "gemma-3-270m",
          "Gemma Terms of Use",
          "https://ai.google.dev/gemma/terms",
          "--accept-license");
    }
    assertThat(cache).doesNotExist();
  }

  @Test
  void aMistypedCommandOrOptionIsTold() {
    refused(Cli.regatta("rum", "x.yaml"), "Did you mean", "regatta run");
    refused(Cli.regatta("run", "x.yaml", "--worker", "3"), "--worker", "--workers");
    refused(Cli.regatta("run", "x.yaml", "--workers", "many"), "--workers", "many");
    refused(Cli.regatta("run", directory + "/no.yaml", store()), "no.yaml:1:1: no such file");
  }

  @Test
  void aSweepIsWatchedWhereACoordinatorIs() {
    refused(Cli.regatta("status", "--watch", store()), "--watch needs a coordinator");
  }

  @Test
  void whatIsWrongIsNotLostAboveAHelp() {
    for (Cli wrong :
        new Cli[] {
          Cli.regatta("run", "x.yaml", "y.yaml"),
          Cli.regatta("run", "x.yaml", "--workers", "many"),
          Cli.regatta("query"),
          Cli.regatta("chaos", "--seed", "x")
        }) {
      assertThat(wrong.err().lines()).hasSizeLessThanOrEqualTo(3);
      refused(wrong, "--help");
    }
    refused(Cli.regatta("verify"), "Missing required subcommand", "gold");
  }

  private void refused(Cli command, String... messages) {
    assertThat(command.exitCode()).as(command.err()).isEqualTo(2);
    assertThat(command.err()).contains(messages);
    assertThat(command.out()).isEmpty();
    assertThat(directory.resolve("store")).doesNotExist();
  }

  private static String example(String name) {
    return EXAMPLES.resolve(name + ".yaml").toString();
  }

  private String store() {
    return "--store=" + directory.resolve("store");
  }
}
