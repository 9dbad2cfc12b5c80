package dev.regatta.cli.chaos;

import java.util.Locale;

/** What a service of a {@link Fleet} is. */
public enum Role {
  BROKER("384m"),
  COORDINATOR("256m"),
  AGGREGATOR("512m"),
  WORKER("256m");

  private final String heap;

  Role(String heap) {
    this.heap = heap;
  }

  /** Its command, and the start of its members' names. */
  String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  String heap() {
    return heap;
  }
}
