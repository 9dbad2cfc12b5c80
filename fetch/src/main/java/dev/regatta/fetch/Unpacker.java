package dev.regatta.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Writes the files of an archive into a directory: zip, and tar however it is compressed, told by
 * their content. Links and devices are left out. Nothing is written outside of the directory, and
 * not more than a bound that no data set reaches but a malicious file does.
 */
final class Unpacker {
  private static final int BUFFER = 1 << 16;
  private static final int MOST_ENTRIES = 5_000_000;

  private final String label;
  private final Path directory;
  private long bytesLeft;
  private int entriesLeft = MOST_ENTRIES;

  /**
   * @param label what messages call the archive
   * @param directory is there and empty
   * @param mostBytes that all files together may have
   */
  Unpacker(String label, Path directory, long mostBytes) {
    this.label = label;
    this.directory = directory;
    this.bytesLeft = mostBytes;
  }

  void unpack(Path archive) throws IOException, FetchFailure {
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(archive), BUFFER)) {
      in.mark(4);
      byte[] start = in.readNBytes(4);
      in.reset();
      if (start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] < 8) {
        zip(archive);
      } else {
        tar(in);
      }
    } catch (FileAlreadyExistsException e) {
      throw FetchFailure.user(label + ": a file and a directory of one name");
    }
  }

  private void zip(Path archive) throws IOException, FetchFailure {
    try (ZipFile zip = reading(() -> ZipFile.builder().setPath(archive).get())) {
      for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
        ZipArchiveEntry entry = all.nextElement();
        Path target = target(entry);
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (!entry.isUnixSymlink()) {
          try (InputStream in = reading(() -> zip.getInputStream(entry))) {
            write(in, target);
          }
        }
      }
    }
  }

  private void tar(BufferedInputStream in) throws IOException, FetchFailure {
    InputStream plain = reading(() -> Compression.decompressed(in));
    try (TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      boolean any = false;
      for (TarArchiveEntry e = reading(tar::getNextEntry);
          e != null;
          e = reading(tar::getNextEntry)) {
        any = true;
        Path target = target(e);
        if (e.isDirectory()) {
          Files.createDirectories(target);
        } else if (isPlain(e)) {
          write(tar, target);
        }
      }
      if (!any) {
        throw FetchFailure.user(label + " is no archive (expected: zip or tar)");
      }
    }
  }

  /** {@link TarArchiveEntry#isFile()} holds for links too. */
  private static boolean isPlain(TarArchiveEntry entry) {
    boolean link = entry.isLink() || entry.isSymbolicLink();
    boolean device = entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO();
    return !link && !device;
  }

  private interface Reading<T> {
    T run() throws IOException;
  }

  /** What fails while the archive is read is the archive's fault, not the disk's. */
  private <T> T reading(Reading<T> step) throws FetchFailure {
    try {
      return step.run();
    } catch (IOException | IllegalArgumentException e) {
      throw FetchFailure.user(
          label + " is damaged or no archive (expected: zip or tar): " + e.getMessage());
    }
  }

  private Path target(ArchiveEntry entry) throws FetchFailure {
    if (--entriesLeft < 0) {
      throw FetchFailure.user(label + " has more than " + MOST_ENTRIES + " files");
    }
    try {
      Path target = directory.resolve(entry.getName().replace('\\', '/')).normalize();
      if (target.startsWith(directory)) {
        return target;
      }
    } catch (InvalidPathException e) {
      throw FetchFailure.user(label + ": " + entry.getName() + " is no name of a file here");
    }
    throw FetchFailure.user(label + ": " + entry.getName() + " leads out of the archive");
  }

  private void write(InputStream in, Path target) throws IOException, FetchFailure {
    Files.createDirectories(target.getParent());
    try (OutputStream out = Files.newOutputStream(target)) {
      byte[] block = new byte[BUFFER];
      for (int n = reading(() -> in.read(block)); n >= 0; n = reading(() -> in.read(block))) {
        bytesLeft -= n;
        if (bytesLeft < 0) {
          throw FetchFailure.user(
              label + " holds far more than its size lets expect; it is not unpacked further");
        }
        out.write(block, 0, n);
      }
    }
  }
}
