package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of failures in the documentation; {@code -Dregatta.docs.write=true} writes it. */
class EnginesDocumentTest {
  private static final Path PAGE = Path.of("..", "docs", "engines.md");
  private static final String BEGIN = "<!-- failures -->\n";
  private static final String END = "<!-- end -->";

  @Test
  void theTableOfFailuresIsTheOneInTheCode() throws IOException {
    StringBuilder table =
        new StringBuilder(
            "| sign | the request | category | message begins |\n|---|---|---|---|\n");
    for (Fault fault : Fault.values()) {
      String line =
          "| %s | %s | %s | %s |%n"
              .formatted(fault.sign(), fault.rule().words(), fault.category(), fault.message());
      table.append(line);
    }
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    String expected = page.substring(0, from) + table + page.substring(page.indexOf(END, from));
    if (Boolean.getBoolean("regatta.docs.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(PAGE).content().isEqualTo(expected);
  }
}
