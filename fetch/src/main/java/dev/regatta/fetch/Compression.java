package dev.regatta.fetch;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How a single file is compressed, told by its first bytes: names are not always kept. */
public enum Compression {
  GZIP(".gz", 0x1f, 0x8b) {
    @Override
    InputStream reader(InputStream in) throws IOException {
      return new GZIPInputStream(in, BUFFER);
    }
  },
  ZSTD(".zst", 0x28, 0xb5, 0x2f, 0xfd) {
    @Override
    InputStream reader(InputStream in) throws IOException {
      return new ZstdInputStream(in);
    }
  },
  XZ(".xz", 0xfd, '7', 'z', 'X', 'Z', 0) {
    @Override
    InputStream reader(InputStream in) throws IOException {
      return new XZInputStream(in);
    }
  },
  BZIP2(".bz2", 'B', 'Z', 'h', Compression.ANY, 0x31, 0x41, 0x59) {
    @Override
    InputStream reader(InputStream in) throws IOException {
      return new BZip2CompressorInputStream(in, true);
    }
  },
  NONE("") {
    @Override
    InputStream reader(InputStream in) {
      return in;
    }
  };

  private static final int ANY = -1;
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_MARK = 7;

  private final String extension;
  private final int[] mark;

  Compression(String extension, int... mark) {
    this.extension = extension;
    this.mark = mark;
  }

  abstract InputStream reader(InputStream in) throws IOException;

  /** What a file's name promises. */
  public static Compression named(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(c -> name.endsWith(c.extension)).findFirst().get();
  }

  private static Compression of(BufferedInputStream in) throws IOException {
    in.mark(LONGEST_MARK);
    byte[] start = in.readNBytes(LONGEST_MARK);
    in.reset();
    return Arrays.stream(values()).filter(c -> c.begins(start)).findFirst().get();
  }

  private boolean begins(byte[] start) {
    if (start.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (mark[i] != ANY && mark[i] != (start[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What a stream holds, decompressed where it is compressed.
   *
   * @param in is closed with what is returned, and where this fails
   */
  public static InputStream decompressed(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    return of(buffered).open(buffered);
  }

  /**
   * What a stream holds, decompressed.
   *
   * @param in is closed with what is returned, and where this fails
   * @throws IOException also where it is not compressed so
   */
  public InputStream open(InputStream in) throws IOException {
    try {
      return reader(in instanceof BufferedInputStream ? in : new BufferedInputStream(in, BUFFER));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** A file's name without the extension of its compression. */
  public static String plainName(String fileName) {
    return fileName.substring(0, fileName.length() - named(fileName).extension.length());
  }
}
