package dev.regatta.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoreDocTest {
  @Test
  void theCommittedPageIsTheGeneratedOne() throws Exception {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("docs"))) {
      root = root.getParent();
    }
    assertThat(root.resolve("docs/store.md")).content().isEqualTo(StoreDoc.markdown());
  }
}
