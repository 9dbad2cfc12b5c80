package dev.regatta.service.http;

import dev.regatta.protocol.RegattaException;
import dev.regatta.service.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The bearer tokens that are let in, each with its role. Only their hashes are kept, and all of
 * them are compared in constant time.
 */
public final class Tokens {
  /** None: everybody is let in. Only for servers on the loopback address. */
  public static final Tokens NONE = new Tokens(List.of());

  static final int MIN_LENGTH = 16;

  private final List<Entry> entries;

  private record Entry(Role role, byte[] hash) {}

  private Tokens(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads tokens: one a line, as {@code ROLE TOKEN}; empty lines and those that start with {@code
   * #} are passed over. In a variable of the environment a comma may stand for the end of a line.
   *
   * @throws RegattaException USER, naming line and expectation and never a token
   */
  public static Tokens parse(Secret text) {
    List<Entry> entries = new ArrayList<>();
    String[] lines = text.reveal().split("[\\n,]");
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(line, i + 1));
      }
    }
    if (entries.isEmpty()) {
      throw RegattaException.user("http.tokens has no token (expected: lines of ROLE TOKEN)");
    }
    return new Tokens(entries);
  }

  private static Entry entry(String line, int number) {
    String[] words = line.split("\\s+");
    if (words.length == 2 && words[1].length() >= MIN_LENGTH) {
      for (Role role : Role.values()) {
        if (role.name().toLowerCase(Locale.ROOT).equals(words[0])) {
          return new Entry(role, hash(words[1]));
        }
      }
    }
    throw RegattaException.user(
        "http.tokens: line "
            + number
            + " (expected: viewer or operator, a blank, and a token of at least "
            + MIN_LENGTH
            + " characters without blanks)");
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The highest role of a token; empty where it is not known. */
  public Optional<Role> role(String token) {
    byte[] hash = hash(token);
    Role found = null;
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash(), hash)
          && (found == null || entry.role().permits(found))) {
        found = entry.role();
      }
    }
    return Optional.ofNullable(found);
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw RegattaException.internal("This JVM has no SHA-256", e);
    }
  }
}
