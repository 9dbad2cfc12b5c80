package dev.regatta.coordinator.config;

/**
 * Something wrong in a configuration file.
 *
 * @param line from 1
 * @param column from 1
 * @param key path of the key, for instance {@code scenarios[0].adapter.max_tokens}; empty for the
 *     file as a whole
 * @param value the offending value as written, shortened; empty where there is none
 * @param what what is wrong with it
 * @param expected what was expected
 * @param nearest the valid text that was most likely meant; empty for none
 */
public record Problem(
    String file,
    int line,
    int column,
    String key,
    String value,
    String what,
    String expected,
    String nearest) {

  /** The problem in one line. */
  public String text() {
    return file + ":" + line + ":" + column + ": " + message();
  }

  /** The problem without its place, for what is no file that the user has. */
  public String message() {
    StringBuilder text = new StringBuilder();
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    text.append(what);
    if (!value.isEmpty()) {
      text.append(' ').append(value);
    }
    if (!expected.isEmpty()) {
      text.append(", expected ").append(expected);
    }
    if (!nearest.isEmpty()) {
      text.append("; did you mean \"").append(nearest).append("\"?");
    }
    return text.toString();
  }
}
