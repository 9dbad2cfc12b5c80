package dev.regatta.service.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key of a service's configuration: what it may be, what it is where nothing is said, and what it
 * means. Declared once, as a constant beside what it configures; looked up by that constant in
 * {@link Settings}.
 *
 * <p>A setting must be given unless it has a default or is optional.
 */
public final class Setting<T> {
  /** How a setting is given. */
  enum Form {
    VALUE,
    /** {@code --key} alone means true. */
    FLAG,
    /** Any number of names below the key: {@code key.NAME}. */
    MAP,
    /** In the environment, or in a file that {@code key-file} names; never on a command line. */
    SECRET
  }

  private final String key;
  private final Form form;
  private final ValueType<T> type;
  private final T absent;
  private final String shownDefault;
  private final String description;

  private Setting(
      String key, Form form, ValueType<T> type, T absent, String shownDefault, String description) {
    this.key = key;
    this.form = form;
    this.type = type;
    this.absent = absent;
    this.shownDefault = shownDefault;
    this.description = description;
  }

  private static <T> Setting<T> value(String key, ValueType<T> type, String description) {
    return new Setting<>(key, Form.VALUE, type, null, "", description);
  }

  public static Setting<String> text(String key, String description) {
    return value(key, ValueType.TEXT, description);
  }

  public static Setting<String> choice(String key, List<String> choices, String description) {
    return value(key, ValueType.choice(choices), description);
  }

  public static Setting<Path> path(String key, String description) {
    return value(key, ValueType.PATH, description);
  }

  /** A whole number within bounds, both included. */
  public static Setting<Integer> integer(String key, int min, int max, String description) {
    return value(key, ValueType.integer(min, max), description);
  }

  /** A length of time such as {@code 200ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 14d}. */
  public static Setting<Duration> duration(
      String key, Duration min, Duration max, String description) {
    return value(key, ValueType.duration(min, max), description);
  }

  /** A number of bytes such as {@code 1048576}, {@code 64KiB}, {@code 128MiB}, {@code 2GiB}. */
  public static Setting<Long> size(String key, long min, long max, String description) {
    return value(key, ValueType.size(min, max), description);
  }

  /** A yes or no, no by default. */
  public static Setting<Boolean> flag(String key, String description) {
    return new Setting<>(key, Form.FLAG, ValueType.BOOL, false, "false", description);
  }

  /** What must not be seen; absent where it is not given. */
  public static Setting<Optional<Secret>> secret(String key, String description) {
    return new Setting<>(
        key, Form.SECRET, ValueType.SECRET.optional(), Optional.empty(), "none", description);
  }

  /**
   * Names and values below a prefix, passed on as they are: {@code --key NAME=VALUE}, {@code
   * --key.NAME VALUE}. In the environment a name is in capitals with its separators as underscores.
   *
   * @param separator what underscores of the environment stand for, for instance a dot
   */
  public static Setting<Map<String, String>> map(String key, char separator, String description) {
    return new Setting<>(key, Form.MAP, ValueType.map(separator), Map.of(), "none", description);
  }

  public Setting<T> withDefault(T value) {
    return new Setting<>(key, form, type, value, type.print(value), description);
  }

  /** A default that is found at start, such as the name of the host. */
  public Setting<T> withDefault(T value, String shown) {
    return new Setting<>(key, form, type, value, shown, description);
  }

  public Setting<Optional<T>> optional() {
    return new Setting<>(key, form, type.optional(), Optional.empty(), "none", description);
  }

  public String key() {
    return key;
  }

  public String description() {
    return description;
  }

  Form form() {
    return form;
  }

  ValueType<T> type() {
    return type;
  }

  /** The value where none is given; null where one must be. */
  T absent() {
    return absent;
  }

  String shownDefault() {
    return absent == null ? "required" : shownDefault;
  }

  /** Where a secret's file is named. */
  String fileKey() {
    return key + "-file";
  }

  @Override
  public String toString() {
    return key;
  }
}
