package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  @Test
  void theCommittedPageIsTheGeneratedOne() {
    assertThat(Path.of("..", "docs", "configuration.md"))
        .content()
        .isEqualTo(ConfigurationPage.markdown());
  }
}
