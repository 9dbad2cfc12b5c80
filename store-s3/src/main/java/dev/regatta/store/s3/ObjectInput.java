package dev.regatta.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** An object to read, in ranges: no connection stays open between reads. */
record ObjectInput(Bucket bucket, Bucket.Stat object) implements InputFile {
  @Override
  public long getLength() {
    return object.size();
  }

  @Override
  public SeekableInputStream newStream() {
    Ranges ranges = new Ranges(bucket, object);
    return new DelegatingSeekableInputStream(ranges) {
      @Override
      public long getPos() {
        return ranges.position();
      }

      @Override
      public void seek(long position) {
        ranges.seek(position);
      }
    };
  }

  /** Holds one range in memory: what was asked for, or {@link #READ_AHEAD} where that is more. */
  static final class Ranges extends InputStream {
    private static final int READ_AHEAD = 1 << 20;
    private static final int MOST = 16 << 20;

    private final Bucket bucket;
    private final Bucket.Stat object;
    private byte[] range = {};
    private long start;
    private long position;

    Ranges(Bucket bucket, Bucket.Stat object) {
      this.bucket = bucket;
      this.object = object;
    }

    long position() {
      return position;
    }

    void seek(long to) {
      position = to;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      if (position >= object.size()) {
        return -1;
      }
      if (position < start || position >= start + range.length) {
        fetch(length);
      }
      int at = (int) (position - start);
      int count = Math.min(length, range.length - at);
      System.arraycopy(range, at, target, offset, count);
      position += count;
      return count;
    }

    private void fetch(int wanted) throws IOException {
      int length = Math.min(MOST, Math.max(READ_AHEAD, wanted));
      try {
        range = bucket.range(object, position, (int) Math.min(length, object.size() - position));
        start = position;
      } catch (SdkException e) {
        throw new IOException("Cannot read " + object.key() + ": " + e.getMessage(), e);
      }
      if (range.length == 0) {
        throw new IOException("The server sent nothing of " + object.key());
      }
    }
  }
}
