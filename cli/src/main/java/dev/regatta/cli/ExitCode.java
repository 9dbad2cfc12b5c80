package dev.regatta.cli;

import dev.regatta.protocol.ErrorCategory;

/** Exit codes of every command. */
public final class ExitCode {
  public static final int OK = 0;
  static final int FAILED = 1;

  /**
   * The user's file, data or command line is wrong. Nothing was written, but for what was planned
   * before a wrong row of the data.
   */
  static final int USER = 2;

  /** Stopped by Ctrl-C; the same command goes on where it stopped. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  static int of(ErrorCategory category) {
    return category == ErrorCategory.USER ? USER : FAILED;
  }
}
