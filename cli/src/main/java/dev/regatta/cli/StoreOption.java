package dev.regatta.cli;

import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where results live; the same option for every command that reads or writes them. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "DIR|URI",
      defaultValue = "${env:REGATTA_STORE:-regatta-store}",
      description = {
        "Where results are kept: a directory or the URI of a Hadoop file system.",
        "Default: $REGATTA_STORE, else ./regatta-store."
      })
  private String location;

  String location() {
    return location.contains("://") ? location : Path.of(location).toAbsolutePath().toString();
  }

  /**
   * @throws RegattaException USER where a file is in its place
   */
  Store open() {
    if (!location.contains("://") && Files.isRegularFile(Path.of(location))) {
      throw RegattaException.user("--store: " + location + " is a file (expected: a directory)");
    }
    return Store.open(location());
  }
}
