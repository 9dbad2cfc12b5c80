package dev.regatta.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalFileStoreTest extends FileStoreContract {
  @TempDir private Path directory;

  @Override
  protected FileStore empty() {
    return new LocalFileStore(directory);
  }
}
