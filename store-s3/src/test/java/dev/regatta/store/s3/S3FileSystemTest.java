package dev.regatta.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.store.Store;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3FileSystemTest {
  private final String root = "s3://" + S3Server.shared().bucket() + "/store";
  private FileSystem files;

  @BeforeEach
  void configure() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set("regatta.s3.endpoint", S3Server.shared().endpoint());
    Store.configure(root, configuration);
    files = new Path(root).getFileSystem(configuration);
    Store store = Store.open(root, configuration);
    store.put("a/model=org%2Fname/f.json", "content".getBytes(StandardCharsets.UTF_8));
    store.put("a/g.json", new byte[0]);
  }

  @Test
  void readsWhatTheStoreWrote() throws Exception {
    assertThat(files).isInstanceOf(S3FileSystem.class);
    Path directory = new Path(root, "a/model=org%2Fname");
    FileStatus[] listed = files.listStatus(directory);
    assertThat(listed).hasSize(1);
    assertThat(listed[0].getPath()).isEqualTo(new Path(directory, "f.json"));
    assertThat(listed[0].getLen()).isEqualTo(7);
    assertThat(listed[0].isFile()).isTrue();
    assertThat(files.getFileStatus(directory).isDirectory()).isTrue();
    assertThat(files.listStatus(new Path(root, "a")))
        .extracting(status -> status.getPath().getName())
        .containsExactlyInAnyOrder("model=org%2Fname", "g.json");
    assertThat(files.globStatus(new Path(root, "a/*/*.json"))).hasSize(1);
    try (FSDataInputStream in = files.open(listed[0].getPath())) {
      in.seek(3);
      assertThat(in.readAllBytes()).isEqualTo("tent".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> files.open(new Path(root, "b")))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> files.listStatus(new Path(root, "b")))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aFileAppearsWhenItIsClosed() throws Exception {
    Path path = new Path(root, "new/file");
    FSDataOutputStream out = files.create(path, false);
    out.write("abc".getBytes(StandardCharsets.UTF_8));
    assertThat(files.exists(path)).isFalse();
    out.close();
    assertThat(files.getFileStatus(path).getLen()).isEqualTo(3);
    assertThatThrownBy(() -> files.create(path, false)).hasMessageContaining("is there");
    assertThatThrownBy(() -> files.delete(new Path(root, "new"), false))
        .hasMessageContaining("not empty");
    assertThat(files.delete(new Path(root, "new"), true)).isTrue();
    assertThat(files.exists(path)).isFalse();
    assertThat(Arrays.stream(files.listStatus(new Path(root)))).hasSize(1);
  }

  @Test
  void nothingIsRenamed() {
    assertThatThrownBy(() -> files.rename(new Path(root, "a"), new Path(root, "b")))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
