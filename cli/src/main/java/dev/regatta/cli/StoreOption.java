package dev.regatta.cli;

import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where results live; the same option for every command that reads or writes them. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "DIR|URI",
      description = {
        "Where results are kept: a directory, s3://BUCKET/PREFIX, or the URI of a Hadoop file system.",
        "Default: $REGATTA_STORE, else ./regatta-store."
      })
  private Optional<String> given;

  String location() {
    String location =
        given.or(() -> Optional.ofNullable(System.getenv("REGATTA_STORE"))).orElse("regatta-store");
    if (location.isBlank()) {
      // A variable without a value; taken for a path it would be the current directory.
      throw RegattaException.user(
          (given.isPresent() ? "--store" : "$REGATTA_STORE")
              + " is empty (expected: a directory or a URI)");
    }
    return location.contains("://") ? location : Path.of(location).toAbsolutePath().toString();
  }

  /**
   * @throws RegattaException USER where it is empty, or a file is in its place
   */
  Store open() {
    String location = location();
    if (!location.contains("://") && Files.isRegularFile(Path.of(location))) {
      throw RegattaException.user("--store: " + location + " is a file (expected: a directory)");
    }
    return Store.open(location);
  }

  /**
   * Opens it for a command that writes nothing.
   *
   * @throws RegattaException USER where the command line names a directory that is not there; the
   *     default one may be still to come
   */
  Store openExisting() {
    Store store = open();
    if (given.isPresent() && store.local() && !Files.isDirectory(Path.of(store.location()))) {
      throw RegattaException.user(
          "--store: " + store.location() + " does not exist (expected: a store)");
    }
    return store;
  }
}
