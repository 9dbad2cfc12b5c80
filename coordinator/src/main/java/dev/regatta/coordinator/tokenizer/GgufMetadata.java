package dev.regatta.coordinator.tokenizer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keys and values at the beginning of a GGUF file (versions 2 and 3, little-endian). */
final class GgufMetadata {
  private static final int MAGIC = 0x46554747;
  private static final int LONGEST_TEXT = 1 << 26;

  private final DataInputStream in;

  private GgufMetadata(DataInputStream in) {
    this.in = in;
  }

  /**
   * The values whose keys begin with a text: numbers, booleans, strings and lists of them.
   *
   * @throws IOException where the file is no such file
   */
  static Map<String, Object> read(Path file, String prefix) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(new BufferedInputStream(raw, 1 << 20))) {
      return new GgufMetadata(in).values(prefix);
    } catch (EOFException e) {
      throw new IOException("the file ends within its metadata", e);
    }
  }

  private Map<String, Object> values(String prefix) throws IOException {
    int magic = number32();
    int version = magic == MAGIC ? number32() : 0;
    if (version < 2 || version > 3) {
      throw new IOException("no GGUF file of version 2 or 3");
    }
    number64();
    long count = number64();
    Map<String, Object> values = new HashMap<>();
    for (long i = 0; i < count; i++) {
      String key = text();
      Object value = value(number32());
      if (key.startsWith(prefix)) {
        values.put(key, value);
      }
    }
    return values;
  }

  private Object value(int type) throws IOException {
    return switch (type) {
      case 0, 1 -> (int) in.readByte();
      case 2, 3 -> (int) Short.reverseBytes(in.readShort());
      case 4, 5 -> number32();
      case 6 -> Float.intBitsToFloat(number32());
      case 7 -> in.readBoolean();
      case 8 -> text();
      case 9 -> list();
      case 10, 11 -> number64();
      case 12 -> Double.longBitsToDouble(number64());
      default -> throw new IOException("unknown type of value " + type);
    };
  }

  private List<Object> list() throws IOException {
    int type = number32();
    long size = number64();
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      values.add(value(type));
    }
    return values;
  }

  private String text() throws IOException {
    long length = number64();
    if (length < 0 || length > LONGEST_TEXT) {
      throw new IOException("a text of " + length + " bytes");
    }
    byte[] bytes = new byte[(int) length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int number32() throws IOException {
    return Integer.reverseBytes(in.readInt());
  }

  private long number64() throws IOException {
    return Long.reverseBytes(in.readLong());
  }
}
