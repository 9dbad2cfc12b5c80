package dev.regatta.cli;

import dev.regatta.aggregator.annotation.code.Bubblewrap;
import dev.regatta.aggregator.annotation.code.CodeAnnotator;
import dev.regatta.aggregator.annotation.code.Limits;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.util.List;

/** Whether tests can run code of a model. */
final class Sandboxes {
  /** Options that switch on what {@link #bubblewrap} found. */
  static final List<String> ON = List.of("--scoring", "code.sandbox=bubblewrap");

  private Sandboxes() {}

  static boolean bubblewrap() {
    Path python = Path.of("/usr/bin/python3");
    try {
      new CodeAnnotator(new Bubblewrap(python, Limits.DEFAULTS), Limits.DEFAULTS, 1).check();
      return true;
    } catch (RegattaException e) {
      return false;
    }
  }
}
