package dev.regatta.store.s3;

import dev.regatta.store.StoreSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.parquet.io.PositionOutputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The same objects for Hadoop and so for Spark, under the same URI: read, list, delete, and create
 * files that appear when they are closed. Does not rename, because an object store cannot; nothing
 * in Regatta needs it.
 */
public final class S3FileSystem extends FileSystem {
  /** How Spark cuts files; nothing is stored in blocks. */
  private static final long BLOCK = 64L << 20;

  private URI uri;
  private Bucket bucket;

  @Override
  public String getScheme() {
    return S3StoreProvider.SCHEME;
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    setConf(configuration);
    String bucketName = S3StoreProvider.bucket(name);
    uri = URI.create(S3StoreProvider.SCHEME + "://" + bucketName);
    S3Settings settings = S3Settings.of(StoreSettings.of(configuration));
    bucket = new Bucket(S3Clients.of(settings), bucketName);
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    Bucket.Stat object =
        attempt(path, () -> bucket.stat(key(path))).orElseThrow(() -> missing(path));
    return new FSDataInputStream(new Input(new ObjectInput.Ranges(bucket, object)));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (!overwrite && exists(path)) {
      throw new FileAlreadyExistsException(path + " is there");
    }
    Upload upload = attempt(path, () -> new Upload(bucket, key(path)));
    return new FSDataOutputStream(new Output(path, upload), null);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    String key = key(path);
    if (key.isEmpty()) {
      return directory(path);
    }
    Optional<Bucket.Stat> object = attempt(path, () -> bucket.stat(key));
    if (object.isPresent()) {
      return file(object.get());
    }
    if (attempt(path, () -> bucket.anyBelow(key + "/"))) {
      return directory(path);
    }
    throw missing(path);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    String key = key(path);
    Bucket.Listing listing = attempt(path, () -> bucket.list(key.isEmpty() ? "" : key + "/"));
    if (listing.isEmpty()) {
      FileStatus itself = getFileStatus(path);
      return itself.isDirectory() ? new FileStatus[0] : new FileStatus[] {itself};
    }
    return Stream.concat(
            listing.objects().stream().map(this::file),
            listing.prefixes().stream().map(this::path).map(this::directory))
        .toArray(FileStatus[]::new);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    String key = key(path);
    if (!recursive && attempt(path, () -> bucket.anyBelow(key + "/"))) {
      throw new IOException(path + " is a directory that is not empty");
    }
    return attempt(path, () -> bucket.deleteTree(key));
  }

  /** Directories need not be made: a key brings its own. */
  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    return true;
  }

  /** Refused, as is whatever else objects lack: a copy in its place would not be atomic. */
  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException(
        "An object store cannot rename " + from + "; write to the final name instead");
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("An object cannot grow: " + path);
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri + "/");
  }

  @Override
  public void setWorkingDirectory(Path directory) {
    throw new UnsupportedOperationException(
        "Paths on s3 are absolute (not changed to " + directory + ")");
  }

  private String key(Path path) {
    String absolute = makeQualified(path).toUri().getPath();
    return absolute.startsWith("/") ? absolute.substring(1) : absolute;
  }

  private Path path(String key) {
    String name = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    return new Path(uri.getScheme(), uri.getAuthority(), "/" + name);
  }

  private FileStatus file(Bucket.Stat object) {
    return new FileStatus(
        object.size(), false, 1, BLOCK, object.modified().toEpochMilli(), path(object.key()));
  }

  private FileStatus directory(Path path) {
    return new FileStatus(0, true, 1, BLOCK, 0, makeQualified(path));
  }

  private static FileNotFoundException missing(Path path) {
    return new FileNotFoundException("There is no " + path);
  }

  private static <T> T attempt(Path path, Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new IOException("Cannot use " + path + ": " + e.getMessage(), e);
    }
  }

  private static final class Input extends FSInputStream {
    private final ObjectInput.Ranges ranges;

    Input(ObjectInput.Ranges ranges) {
      this.ranges = ranges;
    }

    @Override
    public void seek(long position) {
      ranges.seek(position);
    }

    @Override
    public long getPos() {
      return ranges.position();
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public int read() throws IOException {
      return ranges.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return ranges.read(target, offset, length);
    }
  }

  /** The object appears when this is closed. */
  private static final class Output extends OutputStream {
    private final Path path;
    private final Upload upload;
    private final PositionOutputStream parts;
    private boolean closed;

    Output(Path path, Upload upload) {
      this.path = path;
      this.upload = upload;
      this.parts = upload.create(0);
    }

    @Override
    public void write(int b) throws IOException {
      parts.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      parts.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try {
        parts.close();
        attempt(
            path,
            () -> {
              upload.complete();
              return path;
            });
      } catch (IOException e) {
        abort(e);
        throw e;
      }
    }

    /** What was sent of it would be kept, and paid for, for ever. */
    private void abort(IOException why) {
      try {
        upload.abort();
      } catch (SdkException e) {
        why.addSuppressed(e);
      }
    }
  }
}
