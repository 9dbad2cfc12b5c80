package dev.regatta.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person sees of a running command. On a terminal the status lines are redrawn in place;
 * elsewhere a status is a plain line, printed when it has changed and some time has passed. Results
 * go to standard output; everything here goes to standard error, so {@code --json} stays clean.
 */
public final class Terminal {
  private static final long PLAIN_INTERVAL_NANOS = 5_000_000_000L;

  /** Lines of the screen for each line of the status: so often may a narrow terminal wrap it. */
  private static final int ROOM = 3;

  private static final String UP = "\u001b[%dA";
  private static final String SAVE_CURSOR = "\u001b7";
  private static final String RESTORE_CURSOR = "\u001b8";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream err;
  private final boolean interactive;
  private final boolean quiet;
  private List<String> shown = List.of();
  private long lastPlain = System.nanoTime() - PLAIN_INTERVAL_NANOS;

  Terminal(PrintStream err, boolean interactive, boolean quiet) {
    this.err = err;
    this.interactive = interactive;
    this.quiet = quiet;
  }

  /** The process's own terminal; plain lines where it is none. */
  public static Terminal system(boolean quiet) {
    boolean dumb = "dumb".equals(System.getenv("TERM")) || System.getenv("TERM") == null;
    return new Terminal(System.err, errorIsTerminal() && !dumb, quiet);
  }

  /** What the launcher has found; Java itself can only tell of input and output. */
  private static boolean errorIsTerminal() {
    String found = System.getProperty("regatta.terminal");
    return found == null ? System.console() != null : Boolean.parseBoolean(found);
  }

  /** A line that stays. */
  public synchronized void line(String text) {
    if (quiet) {
      return;
    }
    List<String> status = shown;
    clear();
    err.println(text);
    draw(status);
  }

  /** The present state of things, replacing the one before. */
  public synchronized void status(List<String> lines) {
    if (quiet || lines.equals(shown)) {
      return;
    }
    if (interactive) {
      clear();
      draw(lines);
    } else if (System.nanoTime() - lastPlain >= PLAIN_INTERVAL_NANOS) {
      lastPlain = System.nanoTime();
      lines.forEach(err::println);
    }
  }

  /** Ends the status; with {@code keep} its last state stays on the screen. */
  public synchronized void endStatus(boolean keep) {
    if (interactive) {
      if (!keep) {
        clear();
      }
      shown = List.of();
    }
    lastPlain = System.nanoTime() - PLAIN_INTERVAL_NANOS;
  }

  private void draw(List<String> lines) {
    if (interactive && !lines.isEmpty()) {
      // Made free before: else the lines could scroll away from where the cursor was saved.
      int room = ROOM * lines.size();
      err.print("\n".repeat(room) + UP.formatted(room) + SAVE_CURSOR);
      lines.forEach(err::println);
      err.flush();
      shown = new ArrayList<>(lines);
    }
  }

  private void clear() {
    if (interactive && !shown.isEmpty()) {
      err.print(RESTORE_CURSOR + CLEAR_BELOW);
      shown = List.of();
    }
  }
}
