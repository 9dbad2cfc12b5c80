package dev.regatta.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

/** What Python's documentation of {@code re} says of the same expressions. */
class PythonPatternTest {
  private static String found(String pattern, String text) {
    Matcher matcher = PythonPattern.compile("key", pattern).matcher(text);
    return matcher.find() ? matcher.group(matcher.groupCount() > 0 ? 1 : 0) : null;
  }

  @Test
  void groupsHaveNames() {
    assertThat(found("(?P<letter>[A-D])-(?P=letter)", "A-B C-C")).isEqualTo("C");
  }

  @Test
  void bracketsInASetAreCharacters() {
    assertThat(found("[[a]", "]x[a")).isEqualTo("[");
    assertThat(found("[]x]+", "a]x")).isEqualTo("]x");
    assertThat(found("[^]x]", "]xa")).isEqualTo("a");
    assertThat(found("[a&&b]+", "c&ab")).isEqualTo("&ab");
    assertThat(found("[\\]]", "a]")).isEqualTo("]");
  }

  @Test
  void theEndOfTheTextIsTheVeryEnd() {
    assertThat(found("a\\Z", "a\n")).isNull();
    assertThat(found("a$", "a\n")).isEqualTo("a");
    assertThat(found("^.+$", "a\rb\u2028c")).isEqualTo("a\rb\u2028c");
  }

  @Test
  void wordsAreOfAllLanguages() {
    assertThat(found("\\b(\\w+)\\b", "- é1 -")).isEqualTo("é1");
  }

  @Test
  void whatIsNoneIsNamed() {
    assertThatThrownBy(() -> PythonPattern.compile("output_mapping_pattern:", "(a"))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("output_mapping_pattern: \"(a\" (expected: a regular expression)");
  }
}
