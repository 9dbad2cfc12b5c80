package dev.regatta.store.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object on its way in parts. It appears when the upload is completed, and not at all otherwise;
 * what is held in memory is one part.
 */
final class Upload implements OutputFile {
  /** Ten thousand parts at most make an object of up to 80 GiB. */
  static final int PART_BYTES = 8 << 20;

  private static final int FIRST_BYTES = 64 << 10;

  private final Bucket bucket;
  private final String key;
  private final String id;
  private final List<CompletedPart> parts = new ArrayList<>();

  /** Begins; another upload of the same key cannot be completed any more. */
  Upload(Bucket bucket, String key) {
    this.bucket = bucket;
    this.key = key;
    this.id = bucket.beginUpload(key);
  }

  void complete() {
    bucket.completeUpload(key, id, parts);
  }

  void abort() {
    bucket.abortUpload(key, id);
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new Parts();
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return key;
  }

  private final class Parts extends PositionOutputStream {
    private byte[] buffer = new byte[FIRST_BYTES];
    private int buffered;
    private long position;
    private boolean closed;

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (closed) {
        throw new IOException("The stream of " + key + " is closed");
      }
      int end = offset + length;
      for (int at = offset; at < end; ) {
        int count = Math.min(end - at, PART_BYTES - buffered);
        makeRoom(count);
        System.arraycopy(bytes, at, buffer, buffered, count);
        buffered += count;
        position += count;
        at += count;
        if (buffered == PART_BYTES) {
          send();
        }
      }
    }

    /** Most files are small. */
    private void makeRoom(int count) {
      if (buffered + count > buffer.length) {
        int doubled = Math.max(2 * buffer.length, buffered + count);
        buffer = Arrays.copyOf(buffer, Math.min(PART_BYTES, doubled));
      }
    }

    private void send() throws IOException {
      try {
        parts.add(bucket.uploadPart(key, id, parts.size() + 1, buffer, buffered));
        buffered = 0;
      } catch (SdkException e) {
        throw new IOException("Cannot send a part of " + key + ": " + e.getMessage(), e);
      }
    }

    /** An upload has one part at least, if an empty one. */
    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        if (buffered > 0 || parts.isEmpty()) {
          send();
        }
        buffer = new byte[0];
      }
    }
  }
}
