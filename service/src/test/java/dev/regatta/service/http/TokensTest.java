package dev.regatta.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.RegattaException;
import dev.regatta.service.settings.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final String VIEWER = "viewer-token-0123456789";
  private static final String OPERATOR = "operator-token-0123456789";

  @Test
  void eachTokenHasItsRole() {
    Tokens tokens = parse("# who may\n\nviewer " + VIEWER + "\n  operator\t" + OPERATOR + "\r\n");
    assertThat(tokens.role(VIEWER)).contains(Role.VIEWER);
    assertThat(tokens.role(OPERATOR)).contains(Role.OPERATOR);
    assertThat(tokens.role(VIEWER + "x")).isEmpty();
    assertThat(tokens.role("")).isEmpty();
    assertThat(parse("viewer " + VIEWER + ",operator " + OPERATOR).role(OPERATOR))
        .contains(Role.OPERATOR);
  }

  @Test
  void anOperatorMayWhatAViewerMay() {
    assertThat(Role.OPERATOR.permits(Role.VIEWER)).isTrue();
    assertThat(Role.VIEWER.permits(Role.OPERATOR)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin a-long-enough-token-1",
        "viewer tooshort",
        "viewer",
        "viewer two words-that-are-long-enough"
      })
  void wrongLinesAreNamedByNumberAndNotShown(String line) {
    assertThatThrownBy(() -> parse("\n" + line))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("line 2")
        .message()
        .doesNotContain("enough", "tooshort");
  }

  @Test
  void noTokensIsAMistake() {
    assertThatThrownBy(() -> parse("# nothing")).hasMessageContaining("no token");
  }

  private static Tokens parse(String text) {
    return Tokens.parse(new Secret(text));
  }
}
