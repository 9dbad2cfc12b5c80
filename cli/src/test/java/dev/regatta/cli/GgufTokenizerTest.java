package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.tokenizer.Tokenizer;
import dev.regatta.worker.Runtimes;
import dev.regatta.worker.runtime.ModelRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A GGUF vocabulary as planning reads it against the engine that answers by it. */
class GgufTokenizerTest {
  private static final List<String> TEXTS =
      List.of(
          "The bees make honey in Paris.",
          "don't  WE'LL\n\n  12345 x=3.14;\ttabs and   blanks  ",
          "ünïcödé, 中文字符, 😀 and \u00a0 spaces",
          "a\r\nb \n c",
          "{\"json\": [1, 22, 333]}");

  @Test
  void bothCountTheSameTokens() {
    Path file = Path.of("..", "worker/src/test/resources/llamacpp/tiny.gguf").toAbsolutePath();
    Tokenizer tokenizer = Tokenizer.of(file.toString());
    try (ModelRuntime engine = Runtimes.open("llamacpp", "tiny", Map.of("file", file.toString()))) {
      for (String text : TEXTS) {
        assertThat(tokenizer.encode(text)).as(text).hasSize(engine.countTokens(text));
      }
    }
  }
}
