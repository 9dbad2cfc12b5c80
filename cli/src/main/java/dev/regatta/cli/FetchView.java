package dev.regatta.cli;

import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Terms;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Shows downloads. */
public final class FetchView implements FetchListener {
  private final Terminal terminal;

  public FetchView(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void terms(String source, Terms terms) {
    terminal.line("Fetching " + source + " (" + terms.licence() + ", from " + terms.origin() + ")");
  }

  @Override
  public void progress(String source, long bytes, OptionalLong total) {
    String of = total.isPresent() ? " of " + Format.bytes(total.getAsLong()) : "";
    terminal.status(List.of("Fetching " + source + ": " + Format.bytes(bytes) + of));
  }

  @Override
  public void retrying(String source, String reason, Duration delay) {
    terminal.line("Fetching " + source + ": " + reason + "; again in " + Format.duration(delay));
  }

  @Override
  public void failed(String source, String reason) {
    terminal.line("Cannot fetch " + source + ": " + reason);
  }
}
