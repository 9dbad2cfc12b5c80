package dev.regatta.worker.chat;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import java.beans.FeatureDescriptor;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/** Python's string methods that Java's strings lack or define otherwise. */
final class PythonMethods extends ELResolver {
  private static final Pattern INDEX = Pattern.compile("-?\\d{1,9}");

  private PythonMethods() {}

  static ELResolver resolver() {
    CompositeELResolver resolver = new CompositeELResolver();
    resolver.add(new PythonMethods());
    resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    return resolver;
  }

  @Override
  public Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] parameters) {
    if (!(base instanceof String) || method == null) {
      return null;
    }
    Object result = call((String) base, method.toString(), parameters);
    if (result != null) {
      context.setPropertyResolved(true);
    }
    return result;
  }

  /** The result, or null for a method that is not Python's or that Java's strings share. */
  private static Object call(String text, String method, Object[] p) {
    return switch (method + "/" + p.length) {
      case "upper/0" -> text.toUpperCase(Locale.ROOT);
      case "lower/0" -> text.toLowerCase(Locale.ROOT);
      case "capitalize/0" -> capitalize(text);
      case "title/0" -> title(text);
      case "strip/0" -> text.strip();
      case "lstrip/0" -> text.stripLeading();
      case "rstrip/0" -> text.stripTrailing();
      case "strip/1" -> stripEnd(stripStart(text, string(p[0])), string(p[0]));
      case "lstrip/1" -> stripStart(text, string(p[0]));
      case "rstrip/1" -> stripEnd(text, string(p[0]));
      case "startswith/1" -> affixes(p[0]).stream().anyMatch(text::startsWith);
      case "endswith/1" -> affixes(p[0]).stream().anyMatch(text::endsWith);
      case "split/0" -> words(text);
      case "split/1" -> split(text, string(p[0]), -1);
      case "split/2" -> split(text, string(p[0]), ((Number) p[1]).intValue());
      case "replace/2" -> text.replace(string(p[0]), string(p[1]));
      case "find/1" -> (long) text.indexOf(string(p[0]));
      case "join/1" ->
          ((Collection<?>) p[0]).stream().map(String::valueOf).collect(Collectors.joining(text));
      default -> null;
    };
  }

  private static String string(Object value) {
    return String.valueOf(value);
  }

  private static Collection<String> affixes(Object value) {
    return value instanceof Collection<?> many
        ? many.stream().map(String::valueOf).toList()
        : List.of(string(value));
  }

  private static String capitalize(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String title(String text) {
    StringBuilder result = new StringBuilder();
    boolean inside = false;
    for (char c : text.toCharArray()) {
      result.append(inside ? Character.toLowerCase(c) : Character.toUpperCase(c));
      inside = Character.isLetter(c);
    }
    return result.toString();
  }

  private static String stripStart(String text, String characters) {
    int start = 0;
    while (start < text.length() && characters.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    return text.substring(start);
  }

  private static String stripEnd(String text, String characters) {
    int end = text.length();
    while (end > 0 && characters.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : Arrays.asList(text.strip().split("\\s+"));
  }

  private static List<String> split(String text, String separator, int most) {
    String quoted = Pattern.quote(separator);
    return Arrays.asList(text.split(quoted, most < 0 ? -1 : most + 1));
  }

  /**
   * A character of a string; negative indices count from the end. The engine hands properties on as
   * text, so an index arrives as its digits.
   */
  @Override
  public Object getValue(ELContext context, Object base, Object property) {
    if (!(base instanceof String text) || !INDEX.matcher(String.valueOf(property)).matches()) {
      return null;
    }
    int given = Integer.parseInt(property.toString());
    int index = given < 0 ? text.length() + given : given;
    if (index < 0 || index >= text.length()) {
      return null;
    }
    context.setPropertyResolved(true);
    return text.substring(index, index + 1);
  }

  @Override
  public Class<?> getType(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {}

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
    return null;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return null;
  }
}
