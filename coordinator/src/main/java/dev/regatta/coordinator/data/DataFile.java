package dev.regatta.coordinator.data;

import dev.regatta.protocol.RegattaException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;

/**
 * One file of rows on the local disk, or a member of an archive there.
 *
 * @param label what messages call it
 * @param path the file or the archive
 * @param member of the archive, or null
 */
record DataFile(String label, Path path, String member) {
  private static final int BUFFER = 1 << 16;

  /** The name that tells the format, compression aside. */
  String name() {
    return fullName().replaceFirst("\\.gz$", "");
  }

  private String fullName() {
    return member != null ? member : plainName(label);
  }

  private boolean isCompressed() {
    return fullName().endsWith(".gz");
  }

  /** A remote address without what may follow the file's name there. */
  static String plainName(String label) {
    if (label.startsWith("hf://")) {
      boolean revisionInTheMiddle = label.matches("hf://(datasets/)?[^/@]+/[^/@]+@.*");
      return revisionInTheMiddle ? label : label.replaceFirst("@[^@]*$", "");
    }
    return label.matches("https?://.*") ? label.replaceFirst("[?#].*$", "") : label;
  }

  /** The path, for readers that need a plain file. */
  Optional<Path> plainFile() {
    return member == null && !isCompressed() ? Optional.of(path) : Optional.empty();
  }

  InputStream open() throws IOException {
    InputStream raw = member == null ? Files.newInputStream(path) : openMember();
    try {
      InputStream buffered = new BufferedInputStream(raw, BUFFER);
      return isCompressed() ? new GZIPInputStream(buffered, BUFFER) : buffered;
    } catch (IOException e) {
      raw.close();
      throw RegattaException.user("Cannot read " + label + ": " + e.getMessage());
    }
  }

  private InputStream openMember() throws IOException {
    ZipFile zip = new ZipFile(path.toFile());
    return new FilterInputStream(zip.getInputStream(zip.getEntry(member))) {
      @Override
      public void close() throws IOException {
        zip.close();
      }
    };
  }

  /** Text in UTF-8, without a byte order mark; other encodings fail rather than turn to noise. */
  BufferedReader reader() throws IOException {
    InputStreamReader decoded =
        new InputStreamReader(
            open(),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    BufferedReader reader = new BufferedReader(decoded, BUFFER);
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }
}
