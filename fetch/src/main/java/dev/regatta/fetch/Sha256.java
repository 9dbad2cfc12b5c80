package dev.regatta.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Hashes of files, remembered beside them so that an unchanged file is hashed once. */
final class Sha256 {
  private static final int BLOCK = 1 << 16;

  private Sha256() {}

  static String of(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static String of(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] block = new byte[BLOCK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The file's hash, taken from the note while size and modification time are those of the note. A
   * note is a checksum file of the usual form, with the two in a comment line.
   */
  static String noted(Path file, Path note) throws IOException {
    String stamp = stamp(file);
    if (Files.exists(note)) {
      List<String> lines = Files.readAllLines(note);
      if (lines.size() == 2 && lines.get(1).equals(stamp) && lines.get(0).length() > 64) {
        return lines.get(0).substring(0, 64);
      }
    }
    String hash = of(file);
    note(file, hash, note);
    return hash;
  }

  static void note(Path file, String hash, Path note) throws IOException {
    Files.createDirectories(note.getParent());
    Files.write(note, List.of(hash + "  " + file.getFileName(), stamp(file)));
  }

  private static String stamp(Path file) throws IOException {
    return "# size="
        + Files.size(file)
        + " modified="
        + Files.getLastModifiedTime(file).toInstant();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
