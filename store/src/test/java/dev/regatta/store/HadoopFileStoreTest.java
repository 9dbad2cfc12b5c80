package dev.regatta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
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

  @Test
  void hadoopDoesNotCloseItUnderADrainingService() throws Exception {
    Configuration configuration = new Configuration();
    configuration.setClass("fs.drain.impl", RawLocalFileSystem.class, FileSystem.class);
    URI location = URI.create("drain:///");
    HadoopFileStore.open(location, configuration);
    FileSystem shared = FileSystem.get(location, configuration);
    assertThat(shared.getConf().getBoolean("fs.automatic.close", true)).isFalse();
  }

  @Test
  void aPasswordInTheLocationIsNotShown() {
    assertThatThrownBy(() -> Store.open("nothing://KEY:s3cret@bucket/path"))
        .hasMessageContaining("nothing://KEY:***@bucket/path")
        .message()
        .doesNotContain("s3cret");
  }
}
