package dev.regatta.coordinator.chinese;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Modules of Python that hold one dictionary. Pairs of short texts, {@code ('B', 'nr')}, are read
 * as one text, {@code Bnr}; other tuples as lists.
 */
final class PythonLiterals {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  private PythonLiterals() {}

  static <T> Map<String, T> dictionary(Path module, TypeReference<? extends Map<String, T>> type) {
    try {
      String text = Files.readString(module);
      String literal =
          text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1)
              .replaceAll("\\(\\s*'(\\w)',\\s*'(\\w+)'\\s*\\)", "'$1$2'")
              .replace('(', '[')
              .replace(')', ']');
      return MAPPER.readValue(literal, type);
    } catch (IOException | IndexOutOfBoundsException e) {
      throw RegattaException.user(
          "Cannot read " + module + " (expected: a dictionary of Python's): " + e.getMessage());
    }
  }
}
