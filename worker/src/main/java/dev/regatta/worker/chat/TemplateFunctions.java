package dev.regatta.worker.chat;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.Locale;

/** Functions that chat templates expect beside Jinja's own. */
public final class TemplateFunctions {
  static final String DATE = "regatta_date";

  private TemplateFunctions() {}

  /** The template does not accept the messages. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  /** Stops rendering. */
  public static String raise_exception(String message) {
    throw new Refusal(message);
  }

  /** The date in C's {@code strftime} notation: the directives for days, months and years. */
  public static String strftime_now(String format) {
    LocalDate date = (LocalDate) JinjavaInterpreter.getCurrent().getContext().get(DATE);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      text.append(c == '%' && i + 1 < format.length() ? directive(format.charAt(++i), date) : c);
    }
    return text.toString();
  }

  private static String directive(char directive, LocalDate date) {
    return switch (directive) {
      case 'd' -> String.format(Locale.ROOT, "%02d", date.getDayOfMonth());
      case 'm' -> String.format(Locale.ROOT, "%02d", date.getMonthValue());
      case 'y' -> String.format(Locale.ROOT, "%02d", date.getYear() % 100);
      case 'Y' -> String.format(Locale.ROOT, "%04d", date.getYear());
      case 'b' -> date.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'a' -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'H', 'M', 'S' -> "00";
      case '%' -> "%";
      default -> throw new Refusal("strftime_now: no directive %" + directive);
    };
  }
}
