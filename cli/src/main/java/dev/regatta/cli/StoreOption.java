package dev.regatta.cli;

import dev.regatta.store.Store;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where results live; the same option for every command that reads or writes them. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "DIR|URI",
      defaultValue = "${env:REGATTA_STORE:-regatta-store}",
      description = {
        "Where results are kept: a directory, s3://BUCKET/PREFIX, or the URI of a Hadoop file system.",
        "Default: $REGATTA_STORE, else ./regatta-store."
      })
  private String location;

  String location() {
    return location.contains("://") ? location : Path.of(location).toAbsolutePath().toString();
  }

  Store open() {
    return Store.open(location());
  }
}
