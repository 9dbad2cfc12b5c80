package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiOptionsTest {

  @Test
  void theModelsNameInTheSweepFileIsItsNameOnTheServer() {
    OpenAiOptions options =
        OpenAiOptions.of("llama", Map.of("base_url", "http://localhost:8000/v1/"));
    assertThat(options.model()).isEqualTo("llama");
    assertThat(options.baseUrl()).hasToString("http://localhost:8000/v1");
    assertThat(options.root()).hasToString("http://localhost:8000");
    assertThat(options.stream()).isTrue();
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                OpenAiOptions.of(
                    "llama",
                    Map.of(
                        "base_ulr", "x",
                        "stream", "yes",
                        "concurrency", "0",
                        "likelihoods", "believed",
                        "api_key_env", "A",
                        "api_key_file", "b")))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .hasMessageContaining("'base_ulr'; did you mean 'base_url'?")
        .hasMessageContaining("base_url is missing")
        .hasMessageContaining("stream: yes (expected: true or false)")
        .hasMessageContaining("likelihoods: believed (expected: verified or trusted)")
        .hasMessageContaining("concurrency: 0 (expected: a whole number from 1 to 16384)")
        .hasMessageContaining("one of the two");
  }

  @Test
  void anAddressWithAPasswordIsRefusedAndNotShown() {
    assertThatThrownBy(
            () -> OpenAiOptions.of("llama", Map.of("base_url", "http://me:secret@host/v1")))
        .hasMessageContaining("base_url: no address such as")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aKeyInTheNamesPlaceIsNotShown() {
    OpenAiOptions options =
        OpenAiOptions.of(
            "llama", Map.of("base_url", "http://localhost:8000/v1", "api_key_env", "sk-secret-1"));
    assertThatThrownBy(() -> ApiKey.of(options, Map.of()))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .hasMessageContaining("api_key_env is not the name of a variable")
        .hasMessageNotContaining("secret");
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    Instant now = Instant.parse("2026-11-25T12:00:00Z");
    assertThat(RetryAfter.parse("7", now)).contains(Duration.ofSeconds(7));
    assertThat(RetryAfter.parse("0.5", now)).contains(Duration.ofMillis(500));
    assertThat(RetryAfter.parse("Wed, 25 Nov 2026 12:00:10 GMT", now))
        .contains(Duration.ofSeconds(10));
    assertThat(RetryAfter.parse("Wed, 25 Nov 2026 11:00:00 GMT", now)).contains(Duration.ZERO);
    assertThat(RetryAfter.parse("999999999", now)).contains(Duration.ofHours(1));
    assertThat(RetryAfter.parse("soon", now)).isEmpty();
  }
}
