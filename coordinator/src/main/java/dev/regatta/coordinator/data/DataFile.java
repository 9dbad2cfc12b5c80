package dev.regatta.coordinator.data;

import dev.regatta.fetch.Compression;
import dev.regatta.protocol.RegattaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One file of rows on the local disk.
 *
 * @param label what messages call it
 * @param fileName that tells its format and compression
 */
record DataFile(String label, String fileName, Path path) {
  private static final int BUFFER = 1 << 16;

  /** A file that is called after its label. */
  static DataFile of(String label, Path path) {
    return new DataFile(label, plainName(label), path);
  }

  /** The name that tells the format, compression aside. */
  String name() {
    return Compression.plainName(fileName);
  }

  boolean isCompressed() {
    return Compression.named(fileName) != Compression.NONE;
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
    return isCompressed() ? Optional.empty() : Optional.of(path);
  }

  InputStream open() throws IOException {
    InputStream raw = Files.newInputStream(path);
    try {
      return Compression.named(fileName).open(raw);
    } catch (IOException e) {
      throw RegattaException.user("Cannot read " + label + ": " + e.getMessage());
    }
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
