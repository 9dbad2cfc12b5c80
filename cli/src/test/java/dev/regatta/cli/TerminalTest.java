package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, false);

  @Test
  void aStatusThatIsWiderThanTheTerminalIsRedrawnInPlace() {
    terminal.line("Fetched");
    for (int percent = 1; percent <= 9; percent++) {
      terminal.status(List.of("a long name of a model " + percent + "%", "other " + percent + "%"));
    }
    terminal.line("A worker was started again");
    terminal.endStatus(true);

    assertThat(screen(12, 20))
        .containsExactly(
            "Fetched",
            "A worker was started",
            " again",
            "a long name of a mod",
            "el 9%",
            "other 9%");
  }

  @Test
  void aStatusAtTheEndOfTheScreenLeavesNothing() {
    for (int i = 1; i <= 7; i++) {
      terminal.line("line " + i);
    }
    terminal.status(List.of("a long name of a model", "other"));
    terminal.endStatus(false);
    terminal.line("Done");

    assertThat(screen(8, 20)).containsExactly("line 7", "Done");
  }

  /** What a terminal of this size shows at last, without the empty lines at its end. */
  private List<String> screen(int rows, int columns) {
    List<StringBuilder> screen = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      screen.add(new StringBuilder());
    }
    int row = 0;
    int column = 0;
    int[] saved = {0, 0};
    Matcher tokens =
        Pattern.compile("\u001b\\[(\\d*)([A-Z])|\u001b([78])|(\r?\n)|([^\u001b])")
            .matcher(bytes.toString(StandardCharsets.UTF_8));
    while (tokens.find()) {
      if ("\r".equals(tokens.group(5))) {
        column = 0;
        continue;
      }
      if (tokens.group(5) != null) {
        if (column == columns) {
          column = 0;
          row++;
        }
      } else if (tokens.group(4) != null) {
        column = 0;
        row++;
      }
      if (row == rows) {
        screen.remove(0);
        screen.add(new StringBuilder());
        row--;
      }
      if (tokens.group(5) != null) {
        StringBuilder line = screen.get(row);
        line.append(" ".repeat(Math.max(0, column + 1 - line.length())));
        line.setCharAt(column++, tokens.group(5).charAt(0));
      } else if ("7".equals(tokens.group(3))) {
        saved = new int[] {row, column};
      } else if ("8".equals(tokens.group(3))) {
        row = saved[0];
        column = saved[1];
      } else if ("A".equals(tokens.group(2))) {
        row = Math.max(0, row - Integer.parseInt(tokens.group(1)));
      } else if ("J".equals(tokens.group(2))) {
        screen.get(row).setLength(column);
        screen.subList(row + 1, rows).forEach(line -> line.setLength(0));
      } else if ("K".equals(tokens.group(2))) {
        screen.get(row).setLength(0);
      }
    }
    List<String> lines = new ArrayList<>(screen.stream().map(StringBuilder::toString).toList());
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }
}
