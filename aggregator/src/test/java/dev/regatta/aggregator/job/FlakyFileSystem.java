package dev.regatta.aggregator.job;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system under the scheme {@code flaky}. Of every partition's file of scores the
 * first attempt fails when it is closed: after it is written, before its task returns.
 */
public final class FlakyFileSystem extends RawLocalFileSystem {
  static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

  @Override
  public URI getUri() {
    return URI.create("flaky:///");
  }

  @Override
  public String getScheme() {
    return "flaky";
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    FSDataOutputStream file =
        super.create(path, permission, overwrite, buffer, replication, block, progress);
    return scores(path) ? new FSDataOutputStream(new FailingOnce(file, path), null) : file;
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    FSDataOutputStream file = super.create(path, overwrite, buffer, replication, block, progress);
    return scores(path) ? new FSDataOutputStream(new FailingOnce(file, path), null) : file;
  }

  private static boolean scores(Path path) {
    return path.toString().contains("instance_stats");
  }

  private static final class FailingOnce extends OutputStream {
    private final OutputStream file;
    private final String partition;

    FailingOnce(OutputStream file, Path path) {
      this.file = file;
      int part = path.getName().indexOf("part-");
      this.partition = path.getName().substring(part, part + "part-00000".length());
    }

    @Override
    public void write(int value) throws IOException {
      file.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      file.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      file.close();
      if (FAILED.add(partition)) {
        throw new IOException("Failed on purpose: " + partition);
      }
    }
  }
}
