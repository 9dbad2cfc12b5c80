package dev.regatta.store;

import java.util.Optional;

/** Directory names {@code key=value} of Hive partitions, escaped as Hive and Spark do. */
final class HiveNames {
  private static final String ESCAPED = "\"#%'*/:=?\\{}[]^";

  private HiveNames() {}

  static String directory(String key, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("Partition " + key + " has an empty value");
    }
    StringBuilder name = new StringBuilder(key).append('=');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == 0x7F || ESCAPED.indexOf(c) >= 0) {
        name.append(String.format("%%%02X", (int) c));
      } else {
        name.append(c);
      }
    }
    return name.toString();
  }

  /** The value where the directory is one of that key. */
  static Optional<String> value(String key, String directory) {
    if (!directory.startsWith(key + "=")) {
      return Optional.empty();
    }
    String escaped = directory.substring(key.length() + 1);
    StringBuilder value = new StringBuilder(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      int code = c == '%' && i + 2 < escaped.length() ? hex(escaped, i + 1) : -1;
      if (code >= 0) {
        value.append((char) code);
        i += 2;
      } else {
        value.append(c);
      }
    }
    return Optional.of(value.toString());
  }

  private static int hex(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
