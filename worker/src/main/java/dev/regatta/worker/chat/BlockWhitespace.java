package dev.regatta.worker.chat;

/**
 * Applies Jinja's {@code trim_blocks} and {@code lstrip_blocks} to a template's text, and drops its
 * last newline, as Python's Jinja does for chat templates. The Java engine's own options strip
 * blanks before a block also where something else stands before it on the line.
 */
final class BlockWhitespace {
  private final String template;
  private final StringBuilder result = new StringBuilder();
  private int at;

  private BlockWhitespace(String template) {
    this.template =
        template.endsWith("\n") ? template.substring(0, template.length() - 1) : template;
  }

  static String apply(String template) {
    return new BlockWhitespace(template).run();
  }

  private String run() {
    // Where the line begins in the result, or -1 once something else than blanks stands on it.
    int line = 0;
    while (at < template.length()) {
      if (template.startsWith("{{", at)) {
        copyTo(end("}}"));
        line = -1;
      } else if (template.startsWith("{%", at) || template.startsWith("{#", at)) {
        line = block(line, end(template.charAt(at + 1) + "}"));
      } else {
        char c = template.charAt(at++);
        result.append(c);
        line = c == '\n' ? result.length() : Character.isWhitespace(c) ? line : -1;
      }
    }
    return result.toString();
  }

  /**
   * Copies a block, without the {@code +} signs that switch stripping off and that the Java engine
   * does not know.
   */
  private int block(int line, int end) {
    boolean keepBefore = template.startsWith("+", at + 2);
    boolean keepAfter = end - at > 4 && template.charAt(end - 3) == '+';
    if (line >= 0 && !keepBefore) {
      result.setLength(line);
    }
    result.append(template, at, at + 2);
    result.append(template, at + (keepBefore ? 3 : 2), end - (keepAfter ? 3 : 2));
    result.append(template, end - 2, end);
    at = end;
    if (!keepAfter && template.startsWith("\n", at)) {
      at++;
      return result.length();
    }
    return -1;
  }

  private void copyTo(int end) {
    result.append(template, at, end);
    at = end;
  }

  /** Where the construct that begins here ends; quoted text inside does not end it. */
  private int end(String closing) {
    char quote = 0;
    for (int i = at + 2; i < template.length(); i++) {
      char c = template.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (template.startsWith(closing, i)) {
        return i + 2;
      } else if ((c == '\'' || c == '"') && closing.charAt(0) != '#') {
        quote = c;
      }
    }
    return template.length();
  }
}
