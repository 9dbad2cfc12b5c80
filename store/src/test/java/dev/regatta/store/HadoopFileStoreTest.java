package dev.regatta.store;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.io.TempDir;

class HadoopFileStoreTest extends FileStoreContract {
  @TempDir private Path directory;

  @Override
  protected FileStore empty() throws Exception {
    Configuration configuration = new Configuration();
    // Without the hidden files of checksums that Hadoop puts beside local files.
    configuration.setClass("fs.file.impl", RawLocalFileSystem.class, FileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    RawLocalFileSystem files = new RawLocalFileSystem();
    files.initialize(directory.toUri(), configuration);
    return new HadoopFileStore(
        files, configuration, new org.apache.hadoop.fs.Path(directory.toUri()));
  }
}
