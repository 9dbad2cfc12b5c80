package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Arguments as Python prints them, which HELM makes titles and file names of. */
final class PythonNames {

  private PythonNames() {}

  /** {@code key: value, key: value}. */
  static String arguments(JsonNode args) {
    List<String> texts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> arg : args.properties()) {
      texts.add(arg.getKey() + ": " + text(arg.getValue()));
    }
    return String.join(", ", texts);
  }

  /** The shortest decimal that is this number; without exponent between 1e-4 and 1e16. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
    }
    BigDecimal decimal = new BigDecimal(Json.text(value));
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e16)) {
      String digits = decimal.unscaledValue().abs().toString().replaceFirst("0+$", "");
      int exponent = decimal.precision() - decimal.scale() - 1;
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return "%s%s%se%s%02d"
          .formatted(
              value < 0 ? "-" : "",
              digits.charAt(0),
              fraction,
              exponent < 0 ? "-" : "+",
              Math.abs(exponent));
    }
    String plain = decimal.stripTrailingZeros().toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : repr(value);
  }

  private static String repr(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "None";
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? "True" : "False";
    }
    if (value.isTextual()) {
      return quoted(value.asText());
    }
    if (value.isFloatingPointNumber()) {
      return number(value.doubleValue());
    }
    List<String> parts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(element -> parts.add(repr(element)));
      return "[" + String.join(", ", parts) + "]";
    }
    if (value.isObject()) {
      value.properties().forEach(e -> parts.add(quoted(e.getKey()) + ": " + repr(e.getValue())));
      return "{" + String.join(", ", parts) + "}";
    }
    return value.asText();
  }

  /** In double quotes where that saves an apostrophe from being escaped. */
  private static String quoted(String text) {
    String mark = text.contains("'") && !text.contains("\"") ? "\"" : "'";
    String escaped = text.replace("\\", "\\\\");
    return mark + (mark.equals("'") ? escaped.replace("'", "\\'") : escaped) + mark;
  }
}
