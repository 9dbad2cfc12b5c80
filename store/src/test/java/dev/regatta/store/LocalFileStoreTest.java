package dev.regatta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileStoreTest extends FileStoreContract {
  @TempDir private Path directory;

  @Override
  protected FileStore empty() {
    return new LocalFileStore(directory);
  }

  @Test
  void aPutThatFailsLeavesNothing() {
    FileStore files = empty();
    files.put("a/b.json", new byte[] {1});
    assertThatThrownBy(() -> files.put("a", new byte[] {2})).isInstanceOf(RegattaException.class);
    assertThat(files.list("")).containsExactly("a");
    assertThat(files.list("a")).containsExactly("b.json");
  }
}
