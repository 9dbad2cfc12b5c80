package dev.regatta.gold;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * One case: the fields of an object, and where it stands. A field that is missing or of another
 * type is a {@link RegattaException} that names it.
 */
public final class GoldCase {
  private final String where;
  private final JsonNode json;
  private final Findings findings;

  /**
   * @param where how reports name the case
   */
  public GoldCase(String where, JsonNode json, Findings findings) {
    this.where = where;
    this.json = json;
    this.findings = findings;
  }

  public String where() {
    return where;
  }

  public JsonNode json() {
    return json;
  }

  public Findings findings() {
    return findings;
  }

  /** Names of the fields. */
  public List<String> fields() {
    Iterator<String> names = json.fieldNames();
    List<String> fields = new ArrayList<>();
    names.forEachRemaining(fields::add);
    return fields;
  }

  /** Whether there is such a field, null included. */
  public boolean has(String field) {
    return json.has(field);
  }

  public JsonNode get(String field) {
    JsonNode value = json.get(field);
    if (value == null) {
      throw RegattaException.user("no field " + field);
    }
    return value;
  }

  public String text(String field) {
    JsonNode value = get(field);
    if (!value.isTextual()) {
      throw wrong(field, "a text");
    }
    return value.textValue();
  }

  /** A text; empty where null is recorded, or that the other tool failed. */
  public Optional<String> optionalText(String field) {
    JsonNode value = get(field);
    return value.isNull() || value.isObject() ? Optional.empty() : Optional.of(text(field));
  }

  public int whole(String field) {
    JsonNode value = get(field);
    if (!value.isIntegralNumber()) {
      throw wrong(field, "a whole number");
    }
    return value.intValue();
  }

  /** A number as {@link #number(JsonNode)} reads it. */
  public double number(String field) {
    JsonNode value = get(field);
    if (value.isObject() || value.isArray()) {
      throw wrong(field, "a number");
    }
    return number(value);
  }

  public double[] numbers(String field) {
    JsonNode value = get(field);
    if (!value.isArray()) {
      throw wrong(field, "a list of numbers");
    }
    double[] numbers = new double[value.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(value.get(i));
    }
    return numbers;
  }

  public List<String> texts(String field) {
    JsonNode value = get(field);
    if (!value.isArray()) {
      throw wrong(field, "a list of texts");
    }
    List<String> texts = new ArrayList<>();
    value.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Compares with a value. */
  public void equal(String part, Object expected, Supplier<?> found) {
    findings.equal(part, where, expected, found);
  }

  /** Compares with the number of a field, which is also the part. */
  public void close(String field, DoubleSupplier found, Tolerance tolerance) {
    if (get(field).isObject()) {
      findings.unknown(field, "the other tool failed");
    } else {
      findings.close(field, where, number(field), found, tolerance);
    }
  }

  /** A field that cannot be compared. */
  public void unknown(String field, String reason) {
    findings.unknown(field, reason);
  }

  /** Null and "nan" are NaN, "inf" and "-inf" infinite, true and false 1 and 0. */
  public static double number(JsonNode value) {
    if (value.isNull()) {
      return Double.NaN;
    }
    if (value.isBoolean()) {
      return value.booleanValue() ? 1 : 0;
    }
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (value.asText()) {
      case "nan", "NaN" -> Double.NaN;
      case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw RegattaException.user("'" + value.asText() + "' (expected: a number)");
    };
  }

  private RegattaException wrong(String field, String expected) {
    return RegattaException.user(field + ": " + json.get(field) + " (expected: " + expected + ")");
  }
}
